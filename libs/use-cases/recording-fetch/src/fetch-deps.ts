import type {
  CallId,
  CallKey,
  CallRecord,
  CdrFacts,
  Location,
  ReconciliationId,
  Registry,
  RegistryGroup,
  Timestamp,
} from '@recordings/call-record';
import type {
  DownloadTask,
  ExportCheck,
  OcpClient,
  Reconciliation,
  SettledOutcome,
} from '@recordings/reconciliation';
import type { FetchEvent } from './fetch-event.ts';
import type { StoreOutcome } from './store-outcome.ts';

/** What fetching a recording needs from outside. */
export type FetchDeps = {
  /** A strong read. */
  readonly getCall: (key: CallKey) => Promise<CallRecord | undefined>;
  /** Reads the body to its end and stores it, or keeps it in quarantine. May be called twice for the same call. */
  readonly storeRecording: (recording: FetchedRecording, signal: AbortSignal) => Promise<StoreOutcome>;
  /** Publishes `recording.stored`; resolves once that is durable. */
  readonly publishStored: (stored: FetchedNotice) => Promise<void>;
  readonly reconciliations: FetchedReconciliations;
  /** Tells the execution of Step Functions that waits for the downloads of a window that they go on. It never rejects. */
  readonly sendHeartbeat: (taskToken: string) => Promise<void>;
  /** Asks the reconciler to look at a reconciliation. */
  readonly sendCheck: (check: ExportCheck) => Promise<void>;
  /** Sends the task as a new message that arrives after `delayS`. */
  readonly sendAgain: (task: DownloadTask, delayS: number) => Promise<void>;
  readonly registry: Pick<Registry, 'findGroup'>;
  /** The client with the credentials of a group. */
  readonly ocpOf: (group: RegistryGroup) => Pick<OcpClient, 'download' | 'reservePermit'>;
  /** Longest time for one recording, from its permit: a body that drips is never silent, so no limit on silence ends it. */
  readonly downloadTimeoutMs: number;
  /** Waits before a task that was put off arrives again, by number of tries; the last one repeats. At least one. */
  readonly retryDelaysS: readonly number[];
  readonly now: () => Timestamp;
  /** Calls `onElapsed` after `delayMs`. @returns the function that cancels the timer. */
  readonly startTimer: (delayMs: number, onElapsed: () => void) => () => void;
  /** Reports what happened. It must not throw. */
  readonly note: (event: FetchEvent) => void;
};

export type FetchedReconciliations = {
  /** A strong read. */
  get(id: ReconciliationId): Promise<Reconciliation | undefined>;
  /**
   * Writes the outcome of one call. A call that has an outcome keeps it.
   *
   * @returns the reconciliation as it was written; undefined if nothing was written.
   */
  settleCall(
    id: ReconciliationId,
    callId: CallId,
    settled: SettledOutcome,
  ): Promise<Reconciliation | undefined>;
};

/** A recording on its way from OCP to storage. */
export type FetchedRecording = {
  readonly key: CallKey;
  readonly group: RegistryGroup;
  readonly facts: CdrFacts;
  readonly body: AsyncIterable<Uint8Array>;
  /** The reader of `body` may free the memory of its large chunks. Small ones may belong to a parser or a decoder. */
  readonly ownsChunks?: boolean | undefined;
  /** What OCP says of the bytes, after the last byte of `body`. `sha256` is lower-case hex. */
  readonly readDeclared: () => FetchedBytes;
  readonly source: 'RECONCILIATION';
  /** Where OCP gave these bytes: two downloads of the same rejected bytes show that it has no better ones. */
  readonly download: { readonly exportJobId: string; readonly recordingId: string };
};

export type FetchedBytes = {
  /** Bytes of another size are not trusted. */
  readonly sizeBytes?: number;
  readonly sha256?: string;
  /** Good audio of another size is stored, and flagged: its size or its checksum is proved otherwise. */
  readonly listedSizeBytes?: number;
};

export type FetchedNotice = CallKey & {
  readonly location: Location;
  readonly sha256: string;
  readonly source: 'RECONCILIATION';
};
