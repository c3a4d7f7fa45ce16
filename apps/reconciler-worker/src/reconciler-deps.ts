import type {
  CallKey,
  CallRecord,
  Registry,
  RegistryGroup,
  RetryRule,
  Timestamp,
  Transition,
} from '@recordings/call-record';
import type { ExportGroupStore, ReconciliationStore } from '@recordings/dynamodb-stores';
import type {
  DownloadTask,
  ExportCheck,
  ExportPolicy,
  GroupKey,
  OcpClient,
  ReconciliationPolicy,
} from '@recordings/reconciliation';
import type { Logger } from '@recordings/service';
import type { ReconcilerMetrics } from './reconciler-metrics.ts';

/** What the worker's use cases need; adapters fit by shape. */
export type ReconcilerDeps = {
  readonly calls: {
    get(key: CallKey): Promise<CallRecord | undefined>;
    change<R>(key: CallKey, transition: Transition<R>): Promise<R>;
  };
  readonly reconciliations: ReconciliationStore;
  readonly exportGroups: ExportGroupStore;
  readonly registry: Registry;
  /** The client with the credentials of a group. */
  readonly ocpOf: (group: RegistryGroup) => OcpClient;
  readonly sendCheck: (check: ExportCheck, delayMs: number) => Promise<void>;
  readonly sendDownloads: (tasks: readonly DownloadTask[]) => Promise<void>;
  /** What is the same for every group; see `exportPolicyOf`. */
  readonly exportPolicy: Omit<ExportPolicy, 'jobLifeMs'>;
  readonly reconciliationPolicy: ReconciliationPolicy;
  readonly retryRule: RetryRule;
  /** How long windows wait for others to share an export with. */
  readonly gatherMs: number;
  readonly audioFormat: string;
  readonly shardCount: number;
  readonly now: () => Timestamp;
  readonly makeId: () => string;
  readonly metrics: ReconcilerMetrics;
  readonly log: Logger;
  readonly signal: AbortSignal;
};

/** A group as the registry knows it, with its key in the tables. */
export type ReconciledGroup = GroupKey & { readonly registered: RegistryGroup };

export const exportPolicyOf = (
  { exportPolicy }: Pick<ReconcilerDeps, 'exportPolicy'>,
  { registered }: ReconciledGroup,
): ExportPolicy => ({
  ...exportPolicy,
  jobLifeMs: registered.exportConstraints.jobLifeMinutes * 60_000,
});

/** @returns undefined if the registry does not know the group (any more). */
export const findReconciledGroup = (registry: Registry, key: GroupKey): ReconciledGroup | undefined => {
  const registered = registry.findGroup(key.groupId);
  return registered?.tenant === key.tenantId ? { ...key, registered } : undefined;
};
