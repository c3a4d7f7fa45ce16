import { epochMsOf, HOUR_MS, shifted, type Timestamp } from '@recordings/call-record';
import { withPause } from '@recordings/reconciliation';
import { readPendingCalls } from '../../look/read-pending-calls.ts';
import type { Ops } from '../../ops.ts';
import { checkGroup } from '../../options/check-group.ts';
import type { ExitStatus } from '../../output/exit-status.ts';
import { shortTime } from '../../output/short-time.ts';
import type { Platform } from '../../platform.ts';
import { type ActOptions, act } from '../act.ts';
import { openTraffic } from './open-traffic.ts';
import { readOrderEnd } from './order-end.ts';

export type PauseOptions = ActOptions & { readonly group?: string; readonly until: string };

type Paused = { readonly host: string; readonly group?: string; readonly until: Timestamp };

/** Stops the requests of one group to OCP, or all, for at most a day. */
export const pauseTraffic = async (ops: Ops, options: PauseOptions): Promise<ExitStatus> => {
  const { group, reason } = options;
  const until = readOrderEnd(options.until, ops.now());
  const platform = await ops.open();
  checkGroup(platform, group);
  const traffic = openTraffic(platform);
  const paused: Paused = { host: traffic.host, ...(group !== undefined && { group }), until };
  const lost = await countDeletedBefore(platform, until, group);
  return act<Paused>(ops, options, {
    command: 'pause',
    about: paused,
    plan: { text: sayPlan(paused, lost), json: { ...paused, deletedMeanwhile: lost } },
    run: async (by) => {
      const sinceMs = epochMsOf(ops.now());
      const pause = { by, reason, sinceMs, untilMs: epochMsOf(until), ...(group !== undefined && { group }) };
      await traffic.change((orders) => withPause(orders, pause));
      return paused;
    },
    render: () =>
      `Every worker obeys within 10 s. It ends by itself at ${shortTime(until)}; resume ends it earlier.`,
  });
};

const sayPlan = ({ host, group, until }: Paused, lost: number): string => {
  const what = group === undefined ? 'All requests' : `The requests of group ${group}`;
  const loss =
    lost === 0
      ? ''
      : `\nWarning: ${lost} missing calls can no longer be recovered then, because OCP deletes their recordings.`;
  return `${what} to ${host} are to wait until ${shortTime(until)}. Recordings that OCP pushes are still taken.${loss}`;
};

const countDeletedBefore = async (
  platform: Platform,
  until: Timestamp,
  group: string | undefined,
): Promise<number> => {
  let count = 0;
  // The pooler gives a call up so long before OCP deletes its recording.
  const lastDeadline = shifted(until, platform.config.EXPIRY_MARGIN_HOURS * HOUR_MS);
  for await (const { groupId, recoverableUntil } of readPendingCalls(platform, () => undefined)) {
    if (recoverableUntil <= lastDeadline && (group === undefined || groupId === group)) count += 1;
  }
  return count;
};
