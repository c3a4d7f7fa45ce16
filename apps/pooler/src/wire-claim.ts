import type { Timestamp } from '@recordings/call-record';
import type { Stores } from '@recordings/dynamodb-stores';
import type { MissingCallsDeps } from '@recordings/missing-calls';
import type { Logger } from '@recordings/service';
import type { Config } from './config.ts';
import { makeExecutionClaim } from './execution-claim.ts';
import { makeExecutionJournal } from './execution-journal.ts';

/** Each partition of the tenants has a claim of its own, so that its executions run beside those of the others. */
export const claimNameOf = ({ TENANT_PARTITION: partition }: Pick<Config, 'TENANT_PARTITION'>): string =>
  partition === undefined ? 'pooler-execution' : `pooler-execution#${partition}`;

/** The claim of executions, and the journal of those that run under it. */
export const wireClaim = (
  config: Pick<Config, 'EXECUTION_LEASE_SECONDS' | 'TENANT_PARTITION'>,
  { coordination, executions }: Pick<Stores, 'coordination' | 'executions'>,
  { now, log }: { readonly now: () => Timestamp; readonly log: Logger },
): Pick<MissingCallsDeps, 'claim' | 'journal'> => ({
  claim: makeExecutionClaim({
    coordination,
    name: claimNameOf(config),
    leaseMs: config.EXECUTION_LEASE_SECONDS * 1000,
    now,
    log,
  }),
  journal: makeExecutionJournal({ store: executions, claim: claimNameOf(config), now }),
});
