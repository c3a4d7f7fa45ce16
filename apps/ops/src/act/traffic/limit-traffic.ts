import { epochMsOf, type Timestamp } from '@recordings/call-record';
import { withLimit } from '@recordings/reconciliation';
import type { Ops } from '../../ops.ts';
import type { ExitStatus } from '../../output/exit-status.ts';
import { shortTime } from '../../output/short-time.ts';
import { WrongArgumentError } from '../../output/wrong-argument.ts';
import { type ActOptions, act } from '../act.ts';
import { openTraffic } from './open-traffic.ts';
import { readOrderEnd } from './order-end.ts';

export type LimitOptions = ActOptions & { readonly maxRequests: string; readonly until: string };

type Limited = { readonly host: string; readonly maxRequests: number; readonly until?: Timestamp };

/** Lets all workers send fewer requests in a period, for at most a day. The usual number ends that. */
export const limitTraffic = async (ops: Ops, options: LimitOptions): Promise<ExitStatus> => {
  const platform = await ops.open();
  const { host, limit, change } = openTraffic(platform);
  const periodS = limit.periodMs / 1_000;
  const maxRequests = readLimit(options.maxRequests, limit.maxRequests);
  const isUsual = maxRequests === limit.maxRequests;
  const until = isUsual ? undefined : readOrderEnd(options.until, ops.now());
  const limited: Limited = { host, maxRequests, ...(until && { until }) };
  const { reason } = options;
  return act<Limited>(ops, options, {
    command: 'budget',
    about: limited,
    plan: {
      text: until
        ? `At most ${maxRequests} requests in ${periodS} s are to reach ${host} until ${shortTime(until)}, in place of ${limit.maxRequests}.`
        : `The usual ${maxRequests} requests in ${periodS} s are to reach ${host} again.`,
      json: limited,
    },
    run: async (by) => {
      const ordered = { by, reason, sinceMs: epochMsOf(ops.now()), maxRequests };
      await change((orders) =>
        withLimit(orders, until ? { ...ordered, untilMs: epochMsOf(until) } : undefined),
      );
      return limited;
    },
    render: () =>
      `Every worker obeys within 10 s.${until ? ` It ends by itself at ${shortTime(until)}.` : ''}`,
  });
};

/** @throws {WrongArgumentError} for more than the workers may send: a person alone cannot allow that. */
const readLimit = (text: string, most: number): number => {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && count <= most) return count;
  throw new WrongArgumentError(
    `--max-requests is "${text}"; expected 1 to ${most}, the OCP_MAX_REQUESTS of the workers. More than OCP allows needs ` +
      'the approval of another person: change that variable in a pull request',
  );
};
