import type { RecoveryForecast } from '@recordings/forecast';
import type { ExecutionScope } from '@recordings/windowing';

/** Take, change and report only calls of the scope. */
export type ExecutionOptions = ExecutionScope & {
  /** Plan only: queue, publish and give up no call. */
  readonly isDryRun: boolean;
  /** After an abort the execution queues no further window; it still publishes what it has queued. */
  readonly signal: AbortSignal;
};

/** The figures of one execution. */
export type Execution = {
  readonly batchId: string;
  /** Calls of its scope that it read from the index, unreadable ones too. */
  readonly totalCallsQueried: number;
  /** Calls that it took: candidates, up to its limit. */
  readonly totalCallsFound: number;
  readonly totalWindowsCreated: number;
  readonly totalEventsPublished: number;
  readonly failedPublishes: number;
  /** Calls whose window was published. Whether they are recovered is known later, by their reconciliation. */
  readonly successfulCalls: number;
  /**
   * Calls that it took and whose window was not published, or whose record could not be written. A call that changed after
   * the index was read is neither.
   */
  readonly failedCalls: number;
  /** Calls that were skipped because they cannot be read or written; the log names each. */
  readonly unreadableCalls: number;
  readonly isDryRun: boolean;
  /** Whether executions sweep. If not, nothing runs what a person asks to be swept. */
  readonly sweepsEnabled: boolean;
  /** Whether more calls may be waiting than one execution takes. */
  readonly limitReached: boolean;
  readonly durationMs: number;
  /** Of a dry run: what the recovery of its windows would need. */
  readonly plan?: RecoveryForecast;
};
