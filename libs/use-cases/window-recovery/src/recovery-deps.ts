import type {
  CallId,
  CallKey,
  GroupId,
  Location,
  OcpMetadata,
  ReconciliationId,
  Registry,
  RegistryGroup,
  RetryRule,
  TenantId,
  Timestamp,
  Transition,
} from '@recordings/call-record';
import type {
  CallbackTask,
  DownloadTask,
  ExportCheck,
  ExportGroup,
  ExportPolicy,
  ExportSlot,
  FailureReport,
  GroupKey,
  ListableCalls,
  OcpClient,
  Priority,
  Reconciliation,
  ReconciliationPolicy,
  SlotKey,
  WaitingWindow,
} from '@recordings/reconciliation';
import type { ExecutionInput, TaskError } from '@recordings/workflow';
import type { RecoveryEvent } from './recovery-event.ts';

/** What recovering windows needs from outside. */
export type RecoveryDeps = {
  /** Applies a transition to one call in one conditional write. */
  readonly calls: { change<R>(key: CallKey, transition: Transition<R>): Promise<R> };
  /**
   * Finds calls of the group that started in the range and are stored, or that are not stored and used at least
   * `promptAttempts`. The source may lag: a call may be absent, but every stored call of the answer is stored. `onPage` is
   * awaited after each page; if it throws, no other page is read.
   */
  readonly findListableCalls: (
    group: GroupKey,
    range: { readonly fromDate: Timestamp; readonly toDate: Timestamp },
    options: { readonly promptAttempts: number; readonly onPage: () => Promise<void> },
  ) => Promise<ListableCalls>;
  /** Finds which of these calls have a record, by strong reads. */
  readonly findExistingCalls: (
    tenantId: TenantId,
    callIds: readonly CallId[],
  ) => Promise<ReadonlySet<CallId>>;
  /** Finds what OCP says of the recordings of these calls. A call may be absent: nothing is known of it. */
  readonly findOcpMetadata: (
    tenantId: TenantId,
    callIds: readonly CallId[],
  ) => Promise<ReadonlyMap<CallId, OcpMetadata>>;
  /**
   * Records the events of a body as if OCP had pushed them for this tenant. What cannot be recorded is kept in quarantine.
   * Resolves when all are durable.
   */
  readonly recordCdrs: (tenantId: TenantId, body: Uint8Array) => Promise<RecordedCdrs>;
  readonly hourCounts: {
    /** Keeps that a trusted and complete listing names every recording of a group that started in the hour. */
    confirm(confirmed: ConfirmedHour): Promise<void>;
  };
  readonly reconciliations: ReconciliationsPort;
  readonly exportGroups: ExportGroupsPort;
  readonly registry: Registry;
  /** Step Functions, if this deployment has it. */
  readonly workflow?: WorkflowPort | undefined;
  /** Host and port of OCP. With the name of an OCP group it is the key of the group's slots. */
  readonly ocpHost: string;
  /** Claims the look at a group for one round of the watchdog. @returns false if another worker looks at it. */
  readonly claimWatch: (groupId: GroupId) => Promise<boolean>;
  /** The client with the credentials of a group. */
  readonly ocpOf: (group: RegistryGroup) => ExportClient;
  /** Tells the credentials of a group from others, and reveals nothing of them. */
  readonly credentialsMark: (group: RegistryGroup) => string;
  /** Sends a check that arrives after `delayMs`, or earlier if the queue cannot delay for so long. */
  readonly sendCheck: (check: ExportCheck, delayMs: number) => Promise<void>;
  /** Sends tasks of one window. Those of priority high are not held up by a backlog of others. */
  readonly sendDownloads: (tasks: readonly DownloadTask[], priority: Priority) => Promise<void>;
  /** Reports calls that a failed reconciliation did not recover. A repetition has the same ids. */
  readonly reportFailures: (reports: readonly FailureReport[]) => Promise<void>;
  /** Asks for the result of a window to be posted. The window is closed right after it. */
  readonly sendCallback: (task: CallbackTask) => Promise<void>;
  /** The part that is the same for every group; see `exportPolicyOf`. */
  readonly exportPolicy: Omit<ExportPolicy, 'jobLifeMs'>;
  readonly reconciliationPolicy: ReconciliationPolicy;
  readonly retryRule: RetryRule;
  /** How long windows wait for others to share an export with. */
  readonly gatherMs: number;
  /** Format asked of an export whose windows name none. */
  readonly audioFormat: string;
  /** OCP's base URL. A window for another OCP is not recovered here. */
  readonly ocpEndpoint: string;
  readonly shardCount: number;
  /** Where the recording of a call is stored. */
  readonly locate: (key: CallKey, lineOfBusiness: string) => Location;
  readonly now: () => Timestamp;
  readonly makeId: () => string;
  /** Makes a signal that aborts after `delayMs`. */
  readonly timeoutSignal: (delayMs: number) => AbortSignal;
  /** Aborts when the process stops. */
  readonly signal: AbortSignal;
  /** Reports what happened. It must not throw. */
  readonly note: (event: RecoveryEvent) => void;
};

/** What the events of a body reported. */
export type RecordedCdrs = {
  /** How many are on records of calls. */
  readonly events: number;
  /** How many of them reported something that was not known. */
  readonly recorded: number;
  /** How many are in quarantine. */
  readonly unrecorded: number;
  /** The calls of those on records, and whether audio of them is expected. */
  readonly calls: ReadonlyMap<CallId, { readonly isAudioExpected: boolean }>;
  /** Why the body was not read: it has too many events. */
  readonly limitReached?: string;
};

export type ConfirmedHour = GroupKey & {
  /** Its beginning. */
  readonly hour: Timestamp;
  /** Recordings of the hour in the listing. */
  readonly listed: number;
  readonly exportJobId: string;
};

/** The stored revision of an item decides whether a `put` is written: it must be the one before the item's. */
export type ReconciliationsPort = {
  /** A strong read. */
  get(id: ReconciliationId): Promise<Reconciliation | undefined>;
  /** @returns whether it was written: false if another writer was faster. */
  put(next: Reconciliation): Promise<boolean>;
  /**
   * Open reconciliations whose last write was before `before` and, if given, after `after`: the oldest first, at most
   * `limit`. Eventual.
   */
  quietSince(before: Timestamp, limit: number, after?: Timestamp): Promise<readonly QuietReconciliation[]>;
};

/** Executions of Step Functions, and the tasks that they wait for. */
export type WorkflowPort = {
  /** Whether new windows of the group get an execution. */
  readonly drives: (group: RegistryGroup) => boolean;
  /** Starts the execution of a window, unless one of this name was started before. */
  readonly startExecution: (input: ExecutionInput) => Promise<void>;
  /** Answers a task. @returns false if its execution waits for it no longer. */
  readonly succeedTask: (taskToken: string, output: object) => Promise<boolean>;
  /** Ends a task by an error. @returns as `succeedTask`. */
  readonly failTask: (taskToken: string, error: TaskError, cause: string) => Promise<boolean>;
  /** Says that the work of a task goes on. @returns as `succeedTask`. */
  readonly sendHeartbeat: (taskToken: string) => Promise<boolean>;
};

export type ExportGroupsPort = {
  /** A strong read of the whole group. Items that cannot be read are skipped and named. */
  read(group: SlotKey): Promise<ExportGroup>;
  /** A strong read of one slot. */
  getSlot(group: SlotKey, slotId: string): Promise<ExportSlot | undefined>;
  /** @returns whether it was written: false if another writer was faster. */
  putSlot(group: SlotKey, next: ExportSlot): Promise<boolean>;
  removeSlot(group: SlotKey, slotId: string): Promise<void>;
  /** Adds a window. One that already waits stays as it is. */
  addWindow(group: SlotKey, window: WaitingWindow): Promise<void>;
  removeWindow(group: SlotKey, id: ReconciliationId): Promise<void>;
};

export type QuietReconciliation = Pick<Reconciliation, 'reconciliationId' | 'groupId' | 'lastUpdated'>;

/** The part of OCP's client that runs exports. */
export type ExportClient = Pick<
  OcpClient,
  'reservePermit' | 'giveBackPermit' | 'createJob' | 'listJobs' | 'jobStatus' | 'jobRecordings' | 'jobCdrs'
>;
