import type { CallId, ExportConstraints, OcpMetadata, Timestamp } from '@recordings/call-record';
import type { ListingVerdict } from '../listing/listing-verdict.ts';
import type { FailureStatus } from '../outcome-code.ts';
import type { SweepResult } from '../sweep/sweep-result.ts';
import type { CallOutcomes, ListedBytes } from './call-outcome.ts';
import type { ErrorContext } from './error-details.ts';
import type { Reconciliation } from './reconciliation.ts';

/** A recording that a finished export job lists. */
export type ExportedRecording = {
  readonly callId: CallId;
  readonly recordingId: string;
  readonly sizeBytes?: number;
  readonly sha256?: string;
  readonly conversationId?: string;
  readonly startedAt?: Timestamp;
  readonly ocpMetadata?: OcpMetadata;
  /** Other recordings of the same call in the listing. */
  readonly others?: readonly ListedBytes[];
};

export type ReconciliationEvent =
  | { readonly type: 'calls-claimed'; readonly calls: CallOutcomes }
  | {
      readonly type: 'job-moved';
      readonly exportJobStatus: 'CREATED' | 'POLLING';
      readonly exportJobId: string;
      readonly pollingIteration: number;
    }
  | ExportedEvent
  | SweptEvent
  /** Its window still waits for an export: the lease is renewed. */
  | { readonly type: 'still-waiting' }
  | JobEndedEvent
  /** A call may have its result, a deadline may have passed. */
  | { readonly type: 'nudged' };

/**
 * The export job has ended without recordings, or its polls are used up. Or the execution of the window waits no longer: then it
 * ends the downloads, too.
 */
export type JobEndedEvent = {
  readonly type: 'job-ended';
  readonly status: FailureStatus;
  readonly reason: string;
  readonly error?: ErrorContext;
  /** How often the job was polled. */
  readonly polls?: number;
  /** OCP's last word, if we do not know it. */
  readonly unknownStatus?: string;
};

/** The export job has ended with these recordings. */
export type ExportedEvent = {
  readonly type: 'exported';
  readonly exportJobId: string;
  /** What OCP says of the job. */
  readonly sizeBytes?: number;
  readonly endedAt?: Timestamp;
  readonly range: { readonly fromDate: Timestamp; readonly toDate: Timestamp };
  readonly recordings: ReadonlyMap<CallId, ExportedRecording>;
  /** Calls whose recording OCP could not export, with its words. */
  readonly errors: ReadonlyMap<CallId, string>;
  readonly constraints: ExportConstraints;
  /** Whether the absence of a call counts. */
  readonly verdict: ListingVerdict;
};

/** All that the listing of the job says of the range of a sweep has been recorded. It comes after `exported`. */
export type SweptEvent = {
  readonly type: 'swept';
  readonly exportJobId: string;
  readonly result: SweepResult;
  /** Why the range is not swept; empty if it is. */
  readonly reason: string;
};

export type ReconciliationCommand =
  /** Add the window to those that the exports of its group are planned from. */
  | { readonly type: 'enqueue-window' }
  /** Start the execution of Step Functions that drives the window. */
  | { readonly type: 'start-execution' }
  | {
      readonly type: 'send-downloads';
      readonly callIds: readonly CallId[];
      /** All of the listing. */
      readonly recordings: ReadonlyMap<CallId, ExportedRecording>;
      /** What the job of the listing exported. */
      readonly range?: ExportedEvent['range'];
    }
  /** Release every call that was not stored, each with its reason. Executed before the closed state is written. */
  | { readonly type: 'release-calls' }
  | { readonly type: 'forget-window' };

export type ReconciliationStep = {
  readonly reconciliation: Reconciliation;
  readonly commands: readonly ReconciliationCommand[];
};

export type ReconciliationPolicy = {
  /** Calls are held for so long after the last sign of life. */
  readonly leaseMs: number;
  /** Longest time without the end of a download, between the export and the last result of a window. */
  readonly downloadDeadlineMs: number;
};
