import type { RegistryGroup } from './registry.ts';
import type { Timestamp } from './timestamp.ts';

/** What the derived fields of a record depend on, beside its facts. */
export type DeriveContext = {
  /** The group that the registry gives the call. */
  readonly group: RegistryGroup | undefined;
  /** Shards of the reconciliation index, the same for every service of a deployment. */
  readonly shardCount: number;
  readonly now: Timestamp;
};

/** What every transition is given. */
export type ChangeContext = DeriveContext & {
  /** The service that makes the change, for the history. */
  readonly by: string;
};
