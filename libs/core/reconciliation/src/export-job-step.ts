import type { Timestamp } from '@recordings/call-record';
import type { ExportJob } from './export-job.ts';
import type { FailureStatus } from './failure-status.ts';

export type ExportJobEvent =
  | { readonly type: 'job-created'; readonly jobId: string }
  | { readonly type: 'slot-busy' }
  | {
      readonly type: 'create-failed';
      readonly isRetryable: boolean;
      readonly message: string;
      /** How long OCP asked us to wait, where it did. */
      readonly askedMs?: number;
    }
  | {
      readonly type: 'status-seen';
      readonly number: number;
      readonly status: 'CREATED' | 'IN_PROGRESS' | 'COMPLETED' | 'FAILED' | 'EXPIRED' | 'UNKNOWN';
      readonly message: string;
    }
  /** The status could not be read; the poll counts. */
  | { readonly type: 'status-unreadable'; readonly number: number }
  /** OCP has the job's recordings no more: it forgot the job, or has deleted it. */
  | { readonly type: 'results-gone'; readonly message: string }
  /** Whoever has delivered since that instant still does: nobody is to take over. */
  | { readonly type: 'still-delivering'; readonly since: Timestamp }
  /** Somebody looks whether the job still moves: a redelivered message, the watchdog. */
  | { readonly type: 'nudged' };

export type ExportJobCommand =
  | { readonly type: 'create-job' }
  | { readonly type: 'send-poll'; readonly number: number; readonly delayMs: number }
  | { readonly type: 'check-group'; readonly delayMs: number }
  | { readonly type: 'deliver-results' }
  /** Ends the reconciliations of the job; none of their calls has used up an attempt. */
  | { readonly type: 'close-reconciliations'; readonly status: FailureStatus; readonly reason: string }
  | { readonly type: 'free-slot' };

export type ExportJobStep = { readonly job: ExportJob; readonly commands: readonly ExportJobCommand[] };
