const HOUR_MS = 3_600_000;

/** OCP's limits of an export job, and the form of its API. */
export type ExportProfile = {
  /** Bounds of `to - from` of the requested range. */
  readonly minRangeMs: number;
  readonly maxRangeMs: number;
  /** Both ends of a range are floored to whole multiples of this, in UTC; 1 leaves them alone. */
  readonly alignMs: number;
  readonly runningJobsPerGroup: number;
  /** `documents`: as the requirement documents describe it. */
  readonly shape: 'documents' | 'enveloped';
};

export const EXPORT_PROFILES = ['spec', 'omilia', 'enveloped'] as const;
export type ExportProfileName = (typeof EXPORT_PROFILES)[number];

/**
 * `omilia`: the vendor's documented limits. `spec`: the requirement documents', which name none. `enveloped`: an OCP whose
 * API has other paths, names, forms and words, and limits of its own.
 */
export const exportProfiles = {
  spec: {
    minRangeMs: 1,
    maxRangeMs: Infinity,
    alignMs: 1,
    runningJobsPerGroup: Infinity,
    shape: 'documents',
  },
  omilia: {
    minRangeMs: HOUR_MS,
    maxRangeMs: 48 * HOUR_MS,
    alignMs: HOUR_MS,
    runningJobsPerGroup: 1,
    shape: 'documents',
  },
  enveloped: {
    minRangeMs: HOUR_MS / 4,
    maxRangeMs: 24 * HOUR_MS,
    alignMs: HOUR_MS / 4,
    runningJobsPerGroup: 1,
    shape: 'enveloped',
  },
} as const satisfies Record<ExportProfileName, ExportProfile>;
