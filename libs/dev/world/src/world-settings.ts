import type { RetryRule } from '@recordings/call-record';
import type { MissingCallsPolicy } from '@recordings/missing-calls';
import type { ExportPolicy, ReconciliationPolicy, SweepPolicy } from '@recordings/reconciliation';

/** What the services of a world are configured with. */
export type WorldSettings = {
  readonly poolerEveryMs: number;
  readonly maxOutstandingWindows: number;
  readonly missingCalls: MissingCallsPolicy;
  readonly exports: Omit<ExportPolicy, 'jobLifeMs'>;
  readonly reconciliations: ReconciliationPolicy;
  readonly retry: RetryRule;
  /** Absent: no range is swept. */
  readonly sweeps?: SweepPolicy;
};
