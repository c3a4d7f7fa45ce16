import type { Timestamp } from '@recordings/call-record';
import type { Stores } from '@recordings/dynamodb-stores';
import type { ExecutionJournal } from '@recordings/missing-calls';
import { type ExecutionRecord, endExecution, INTERRUPTED, startExecution } from '@recordings/reconciliation';

export type ExecutionJournalDeps = {
  readonly store: Stores['executions'];
  /** The name of the claim under which executions run one at a time. */
  readonly claim: string;
  readonly now: () => Timestamp;
};

/** Executions that died are among the newest of their claim: the next one ends them. */
const LOOKED_AT = 50;

/** Keeps the executions of all poolers in the table `executions`. */
export const makeExecutionJournal = ({ store, claim, now }: ExecutionJournalDeps): ExecutionJournal => {
  const endInterrupted = async (): Promise<void> => {
    for await (const page of newestOf(store, LOOKED_AT)) {
      const isInterrupted = (record: ExecutionRecord): boolean =>
        record.status === 'running' && record.claim === claim;
      for (const { executionId } of page.filter(isInterrupted)) await end(executionId, INTERRUPTED);
    }
  };
  const end: ExecutionJournal['end'] = async (executionId, how) => {
    const current = await store.get(executionId);
    const next = current && endExecution(current, how, now());
    if (next) await store.put(next);
  };
  return {
    start: async (executionId, { isDryRun, ...scope }) => {
      await endInterrupted();
      await store.put(startExecution({ executionId, claim, isDryRun, scope: copyScope(scope) }, now()));
    },
    end,
  };
};

async function* newestOf(store: Stores['executions'], limit: number) {
  let seen = 0;
  for await (const page of store.newest()) {
    yield page;
    seen += page.length;
    if (seen >= limit) return;
  }
}

const copyScope = ({
  tenantIds,
  groupIds,
  callIds,
  from,
  to,
}: Omit<Parameters<ExecutionJournal['start']>[1], 'isDryRun'>): ExecutionRecord['scope'] => ({
  ...(tenantIds && { tenantIds: [...tenantIds] }),
  ...(groupIds && { groupIds: [...groupIds] }),
  ...(callIds && { callIds: [...callIds] }),
  ...(from && { from }),
  ...(to && { to }),
});
