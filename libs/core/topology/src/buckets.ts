/** Where a recording goes whose line of business no rule names. Alerted, never refused. */
export const UNASSIGNED_LINE_OF_BUSINESS = 'unassigned';

/** Suffix of the bucket of bytes that are kept but not trusted. */
export const quarantineBucket = 'quarantine';

/** Suffix of the bucket of windows that could not be published, for replay. */
export const replayBucket = 'replay';

/** Suffix of a line of business's bucket. */
export const recordingsBucket = (lineOfBusiness: string): string => `recordings-${lineOfBusiness}`;

/** Suffixes of every bucket of a deployment with these lines of business. */
export const bucketNames = (linesOfBusiness: readonly string[]): string[] => [
  ...new Set([...linesOfBusiness, UNASSIGNED_LINE_OF_BUSINESS].map(recordingsBucket)),
  quarantineBucket,
  replayBucket,
];
