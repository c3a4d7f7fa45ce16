import type { Stores } from '@recordings/dynamodb-stores';
import type { ExecutionRecord } from '@recordings/reconciliation';

export type Execution = Pick<ExecutionRecord, 'executionId' | 'status' | 'startedAt' | 'endedAt' | 'error'>;

/** The newest execution of the pooler that was no dry run. @returns null if none is known. */
export const findLastExecution = async ({
  executions,
}: Pick<Stores, 'executions'>): Promise<Execution | null> => {
  for await (const page of executions.newest()) {
    const found = page.find(({ isDryRun }) => !isDryRun);
    if (!found) continue;
    const { executionId, status, startedAt, endedAt, error } = found;
    return { executionId, status, startedAt, ...(endedAt && { endedAt }), ...(error && { error }) };
  }
  return null;
};
