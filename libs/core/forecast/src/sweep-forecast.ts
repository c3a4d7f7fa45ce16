import type { Timestamp } from '@recordings/call-record';
import type { ForecastAssumptions } from './forecast-input.ts';
import type { ForecastPrice } from './recovery-forecast.ts';

export type SweepForecastInput = {
  /** Half-open, the oldest first: a job exports each. */
  readonly ranges: readonly { readonly fromDate: Timestamp; readonly toDate: Timestamp }[];
  /** Calls with a recording that OCP has in them. */
  readonly calls: number;
  /** Those of them that are not stored. */
  readonly missing: number;
  /** Whether OCP exports CDRs. */
  readonly hasCdrs: boolean;
  /** How long OCP keeps a recording. */
  readonly retentionMs: number;
  readonly now: Timestamp;
  readonly assumptions: ForecastAssumptions;
};

/** `list`: pages of recordings. `cdrs`: pages of CDRs. */
export type SweepRequests = Readonly<
  Record<'create' | 'poll' | 'list' | 'cdrs' | 'download' | 'total', number>
>;

/** What a sweep needs if nothing fails and nothing else is exported or downloaded. */
export type SweepForecast = Pick<SweepForecastInput, 'calls' | 'missing' | 'now'> & {
  readonly jobs: number;
  readonly requests: SweepRequests;
  readonly hours: number;
  readonly gb: number;
  /** Missing calls that OCP deletes before they are downloaded. */
  readonly tooLate: number;
  readonly usd: ForecastPrice;
  /** Minutes between two runs of the pooler. Each starts one range of a group. */
  readonly runMinutes: number;
};
