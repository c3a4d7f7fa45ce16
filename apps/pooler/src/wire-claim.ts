import type { Timestamp } from '@recordings/call-record';
import type { Stores } from '@recordings/dynamodb-stores';
import type { MissingCallsDeps } from '@recordings/missing-calls';
import type { Logger } from '@recordings/service';
import type { Config } from './config.ts';
import { makeExecutionClaim } from './execution-claim.ts';
import { makeExecutionJournal } from './execution-journal.ts';

const CLAIM_NAME = 'pooler-execution';

/** The claim of executions, and the journal of those that run under it. */
export const wireClaim = (
  { EXECUTION_LEASE_SECONDS }: Pick<Config, 'EXECUTION_LEASE_SECONDS'>,
  { coordination, executions }: Pick<Stores, 'coordination' | 'executions'>,
  { now, log }: { readonly now: () => Timestamp; readonly log: Logger },
): Pick<MissingCallsDeps, 'claim' | 'journal'> => ({
  claim: makeExecutionClaim({
    coordination,
    name: CLAIM_NAME,
    leaseMs: EXECUTION_LEASE_SECONDS * 1000,
    now,
    log,
  }),
  journal: makeExecutionJournal({ store: executions, claim: CLAIM_NAME, now }),
});
