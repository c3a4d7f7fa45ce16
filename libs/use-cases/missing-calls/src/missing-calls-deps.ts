import type {
  CallKey,
  CallRecord,
  ReconciliationId,
  Registry,
  Timestamp,
  Transition,
} from '@recordings/call-record';
import type { ForecastAssumptions } from '@recordings/forecast';
import type {
  AudioFormat,
  EndOfExecution,
  Reconciliation,
  ReconciliationRequest,
} from '@recordings/reconciliation';
import type { CandidatePolicy, ExecutionScope, WindowSizing } from '@recordings/windowing';
import type { ExecutionOptions } from './execution.ts';
import type { MissingCallsEvent } from './missing-calls-event.ts';
import type { Sweeping } from './sweeps/sweep-deps.ts';

/** What finding missing calls needs from outside. */
export type MissingCallsDeps = {
  readonly claim: ExecutionClaim;
  readonly journal: ExecutionJournal;
  readonly calls: {
    /**
     * Strong reads of several calls in few requests, in the order of the keys. Undefined: the call cannot be read in this way,
     * so that its own read has to say why.
     */
    getAll(keys: readonly CallKey[]): Promise<readonly (ReadCall | undefined)[]>;
    /** Applies a transition to one call in one conditional write. @param read saves the read. */
    change<R>(key: CallKey, transition: Transition<R>, read?: ReadCall): Promise<R>;
    /** Pages of the calls of one index shard that started before `until`. The index is eventual. */
    pendingCalls(shard: string, until: Timestamp): AsyncIterable<readonly Record<string, unknown>[]>;
  };
  readonly reconciliations: {
    /** A strong read. */
    get(id: ReconciliationId): Promise<Reconciliation | undefined>;
  };
  /**
   * Publishes windows and reports the result of each. A window that failed may have been published all the same, if
   * only the answer was lost.
   */
  readonly publish: (windows: readonly OutgoingWindow[]) => Promise<PublishResult>;
  /** Stores a window that could not be published, so that an operator can publish it later. */
  readonly keepForReplay: (key: string, request: ReconciliationRequest) => Promise<void>;
  readonly registry: Registry;
  /** Shards of the index to read. Calls stay in the shard that they were written to, so read every one ever used. */
  readonly shards: readonly string[];
  /** Shards that new writes are spread over. */
  readonly shardCount: number;
  readonly policy: MissingCallsPolicy;
  /** Absent: no range is swept, and no checkpoint is read. */
  readonly sweeping?: Sweeping | undefined;
  readonly now: () => Timestamp;
  readonly makeId: () => string;
  /** Reports what happened. It must not throw. */
  readonly note: (event: MissingCallsEvent) => void;
};

/** A call as a strong read gave it. Only a write that succeeds proves that it did not change since. */
export type ReadCall = { readonly current: CallRecord | undefined; readonly isRead?: boolean };

/** An expiring claim: one execution at a time, over all poolers. */
export type ExecutionClaim = {
  /** @returns false if another owner holds the claim. */
  take(owner: string, now: Timestamp): Promise<boolean>;
  release(owner: string): Promise<void>;
};

/** Keeps what executions were asked for and how they ended. */
export type ExecutionJournal = {
  start(executionId: string, options: Omit<ExecutionOptions, 'signal'>): Promise<void>;
  end(executionId: string, end: EndOfExecution): Promise<void>;
};

export type MissingCallsPolicy = {
  readonly candidates: CandidatePolicy;
  readonly sizing: WindowSizing;
  /** Calls that one execution takes. */
  readonly maxCalls: number;
  readonly maxCallsPerWindow: number;
  /** Answers about a call before it is given up. */
  readonly maxAttempts: number;
  /** Format that windows ask for. */
  readonly audioFormat: AudioFormat;
  /** OCP's base URL, if windows name it. */
  readonly ocpEndpoint?: string | undefined;
  /** Windows that one execution queues. */
  readonly maxEvents: number;
  /** Whether each call of an event has its start and its attempts, beside its id. */
  readonly includeCallDetails: boolean;
  /** Whether events have all message attributes. If not, they have only `eventType`: every window goes to the queue of priority normal. */
  readonly enableMessageAttributes: boolean;
  /** Limits every execution, beside the scope that it is started with. */
  readonly scope?: ExecutionScope;
  /** Of the forecast of a dry run. */
  readonly assumptions?: ForecastAssumptions;
};

/** A window as it is published. `attributes` are what subscriptions filter by. */
export type OutgoingWindow = {
  readonly id: string;
  readonly body: ReconciliationRequest;
  readonly attributes: Readonly<Record<string, string | number>>;
};

export type PublishResult = {
  readonly published: readonly { readonly id: string; readonly messageId: string }[];
  readonly failed: readonly PublishFailure[];
};

export type PublishFailure = { readonly id: string; readonly code: string; readonly message: string };
