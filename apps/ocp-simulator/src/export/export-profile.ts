const HOUR_MS = 3_600_000;

/** OCP's limits of an export job. */
export type ExportProfile = {
  /** Bounds of `to - from` of the requested range. */
  readonly minRangeMs: number;
  readonly maxRangeMs: number;
  /** Both ends of a range are floored to whole multiples of this, in UTC; 1 leaves them alone. */
  readonly alignMs: number;
  readonly runningJobsPerGroup: number;
};

export type ExportProfileName = 'spec' | 'omilia';

/** `omilia`: the vendor's documented limits. `spec`: the requirement documents', which name none. */
export const exportProfiles = {
  spec: { minRangeMs: 1, maxRangeMs: Infinity, alignMs: 1, runningJobsPerGroup: Infinity },
  omilia: { minRangeMs: HOUR_MS, maxRangeMs: 48 * HOUR_MS, alignMs: HOUR_MS, runningJobsPerGroup: 1 },
} as const satisfies Record<ExportProfileName, ExportProfile>;
