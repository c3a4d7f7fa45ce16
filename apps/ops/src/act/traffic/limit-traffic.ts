import { epochMsOf, type Timestamp } from '@recordings/call-record';
import { withLimit } from '@recordings/reconciliation';
import type { Ops } from '../../ops.ts';
import { readCount } from '../../options/read-count.ts';
import type { ExitStatus } from '../../output/exit-status.ts';
import { shortTime } from '../../output/short-time.ts';
import { type ActOptions, act } from '../act.ts';
import { propose } from '../proposals/propose.ts';
import { openTraffic } from './open-traffic.ts';
import { readOrderEnd } from './order-end.ts';

export type LimitOptions = ActOptions & { readonly maxRequests: string; readonly until: string };

type Limited = { readonly host: string; readonly maxRequests: number; readonly until?: Timestamp };

/** As TrafficOrders keep it. */
const MAX_REQUESTS = 1_000_000;

/** Lets all workers send fewer requests in a period, for at most a day. The usual number ends that. More are proposed. */
export const limitTraffic = async (ops: Ops, options: LimitOptions): Promise<ExitStatus> => {
  const platform = await ops.open();
  const { host, limit, change } = openTraffic(platform);
  const periodS = limit.periodMs / 1_000;
  const maxRequests = readCount('--max-requests', options.maxRequests, MAX_REQUESTS);
  if (maxRequests > limit.maxRequests) {
    const raised = { maxRequests, until: readOrderEnd(options.until, ops.now()) };
    const more = `, in place of ${limit.maxRequests}, the OCP_MAX_REQUESTS of the workers`;
    return propose(ops, options, { command: 'budget', options: raised }, more);
  }
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
