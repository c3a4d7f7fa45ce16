import type { SilentGroup } from '@recordings/call-questions';
import { epochMsOf, type Timestamp } from '@recordings/call-record';
import { type ExecutionRecord, ordersInForce, type TrafficOrders } from '@recordings/reconciliation';
import { openTraffic } from '../../act/traffic/open-traffic.ts';
import type { Ops } from '../../ops.ts';
import { type ExitStatus, exitStatus } from '../../output/exit-status.ts';
import type { Platform } from '../../platform.ts';
import { findSilent } from './find-silent.ts';
import { type QueueDepth, readQueues } from './read-queues.ts';
import { renderStatus } from './render-status.ts';
import { type DayOfTenant, sumCompleteness } from './sum-completeness.ts';
import { type Pending, sumPending } from './sum-pending.ts';

export type Status = {
  readonly at: string;
  readonly days: readonly DayOfTenant[];
  readonly pending: Pending;
  /** Groups from which no call has come for longer than usual. */
  readonly silent: readonly SilentGroup[];
  readonly queues: readonly QueueDepth[];
  /** What people have ordered about requests to OCP. Absent without OCP_BASE_URL. */
  readonly traffic?: TrafficOrders;
  /** The newest execution of the pooler that was no dry run. */
  readonly lastExecution?: Pick<
    ExecutionRecord,
    'executionId' | 'status' | 'startedAt' | 'endedAt' | 'error'
  >;
};

/** Prints on one screen how complete the days are, what is missing, and what waits in the queues. */
export const showStatus = async (ops: Ops, isJson: boolean): Promise<ExitStatus> => {
  const platform = await ops.open();
  const now = ops.now();
  const [days, pending, silent, queues, traffic, lastExecution] = await Promise.all([
    sumCompleteness(platform, now),
    sumPending(platform, now),
    findSilent(platform),
    readQueues(platform),
    readTraffic(platform, now),
    findLastExecution(platform),
  ]);
  const known = { ...(traffic && { traffic }), ...(lastExecution && { lastExecution }) };
  const status: Status = { at: now, days, pending, silent, queues, ...known };
  ops.terminal.say(isJson ? JSON.stringify(status) : renderStatus(status));
  return exitStatus.done;
};

const readTraffic = async (platform: Platform, now: Timestamp): Promise<TrafficOrders | undefined> =>
  platform.config.OCP_BASE_URL === undefined
    ? undefined
    : ordersInForce(await openTraffic(platform).read(), epochMsOf(now));

const findLastExecution = async ({ stores }: Platform): Promise<Status['lastExecution']> => {
  for await (const page of stores.executions.newest()) {
    const found = page.find(({ isDryRun }) => !isDryRun);
    if (!found) continue;
    const { executionId, status, startedAt, endedAt, error } = found;
    return { executionId, status, startedAt, ...(endedAt && { endedAt }), ...(error && { error }) };
  }
  return undefined;
};
