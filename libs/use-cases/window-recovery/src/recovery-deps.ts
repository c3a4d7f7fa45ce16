import type {
  CallKey,
  CallRecord,
  ReconciliationId,
  Registry,
  RegistryGroup,
  RetryRule,
  Timestamp,
  Transition,
} from '@recordings/call-record';
import type {
  DownloadTask,
  ExportCheck,
  ExportGroup,
  ExportPolicy,
  ExportSlot,
  GroupKey,
  OcpClient,
  Reconciliation,
  ReconciliationPolicy,
  WaitingWindow,
} from '@recordings/reconciliation';
import type { RecoveryEvent } from './recovery-event.ts';

/** What recovering windows needs from outside. */
export type RecoveryDeps = {
  readonly calls: CallsPort;
  readonly reconciliations: ReconciliationsPort;
  readonly exportGroups: ExportGroupsPort;
  readonly registry: Registry;
  /** The client with the credentials of a group. */
  readonly ocpOf: (group: RegistryGroup) => ExportClient;
  /** Sends a check that arrives after `delayMs`, or earlier if the queue cannot delay for so long. */
  readonly sendCheck: (check: ExportCheck, delayMs: number) => Promise<void>;
  readonly sendDownloads: (tasks: readonly DownloadTask[]) => Promise<void>;
  /** The part that is the same for every group; see `exportPolicyOf`. */
  readonly exportPolicy: Omit<ExportPolicy, 'jobLifeMs'>;
  readonly reconciliationPolicy: ReconciliationPolicy;
  readonly retryRule: RetryRule;
  /** How long windows wait for others to share an export with. */
  readonly gatherMs: number;
  readonly audioFormat: string;
  readonly shardCount: number;
  readonly now: () => Timestamp;
  readonly makeId: () => string;
  /** Makes a signal that aborts after `delayMs`. */
  readonly timeoutSignal: (delayMs: number) => AbortSignal;
  /** Aborts when the process stops. */
  readonly signal: AbortSignal;
  /** Reports what happened. It must not throw. */
  readonly note: (event: RecoveryEvent) => void;
};

/** A change of the current item: `next` is written if it is given; `result` is for the caller. It may run more than once. */
export type ItemChange<T, R> = (current: T | undefined) => { readonly next?: T; readonly result: R };

export type CallsPort = {
  /** A strong read. */
  get(key: CallKey): Promise<CallRecord | undefined>;
  /** Applies a transition to one call in one conditional write. */
  change<R>(key: CallKey, transition: Transition<R>): Promise<R>;
};

export type ReconciliationsPort = {
  /** A strong read. */
  get(id: ReconciliationId): Promise<Reconciliation | undefined>;
  /** One conditional write, repeated if another writer was faster. */
  change<R>(id: ReconciliationId, change: ItemChange<Reconciliation, R>): Promise<R>;
  /** Ids of open reconciliations whose last write was before `before`, the oldest first, at most `limit`. Eventual. */
  quietSince(before: Timestamp, limit: number): Promise<ReconciliationId[]>;
};

export type ExportGroupsPort = {
  /** A strong read of the whole group. */
  read(group: GroupKey): Promise<ExportGroup>;
  /** One conditional write, repeated if another writer was faster. */
  changeSlot<R>(group: GroupKey, slotId: string, change: ItemChange<ExportSlot, R>): Promise<R>;
  removeSlot(group: GroupKey, slotId: string): Promise<void>;
  /** Adds a window. One that already waits stays as it is. */
  addWindow(group: GroupKey, window: WaitingWindow): Promise<void>;
  removeWindow(group: GroupKey, id: ReconciliationId): Promise<void>;
};

/** The part of OCP's client that runs exports. */
export type ExportClient = Pick<OcpClient, 'createJob' | 'listJobs' | 'jobStatus' | 'jobRecordings'>;

/** A group of the registry, with its key in the tables. */
export type ReconciledGroup = GroupKey & { readonly registered: RegistryGroup };

export const exportPolicyOf = (
  { exportPolicy }: Pick<RecoveryDeps, 'exportPolicy'>,
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
