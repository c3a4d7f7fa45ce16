import type { ExecutionRecord } from '@recordings/reconciliation';
import type { Ops } from '../../ops.ts';
import { type ExitStatus, exitStatus } from '../../output/exit-status.ts';
import type { Platform } from '../../platform.ts';
import { type QueueDepth, readQueues } from './read-queues.ts';
import { renderStatus } from './render-status.ts';
import { type DayOfTenant, sumCompleteness } from './sum-completeness.ts';
import { type Pending, sumPending } from './sum-pending.ts';

export type Status = {
  readonly at: string;
  readonly days: readonly DayOfTenant[];
  readonly pending: Pending;
  readonly queues: readonly QueueDepth[];
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
  const [days, pending, queues, lastExecution] = await Promise.all([
    sumCompleteness(platform, now),
    sumPending(platform, now),
    readQueues(platform),
    findLastExecution(platform),
  ]);
  const status: Status = { at: now, days, pending, queues, ...(lastExecution && { lastExecution }) };
  ops.terminal.say(isJson ? JSON.stringify(status) : renderStatus(status));
  return exitStatus.done;
};

const findLastExecution = async ({ stores }: Platform): Promise<Status['lastExecution']> => {
  for await (const page of stores.executions.newest()) {
    const found = page.find(({ isDryRun }) => !isDryRun);
    if (!found) continue;
    const { executionId, status, startedAt, endedAt, error } = found;
    return { executionId, status, startedAt, ...(endedAt && { endedAt }), ...(error && { error }) };
  }
  return undefined;
};
