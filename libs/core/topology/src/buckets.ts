/** The line of business of a recording for which no rule gives one. It raises an alert; it is never refused. */
export const UNASSIGNED_LINE_OF_BUSINESS = 'unassigned';

/** Suffix of the bucket for rejected bytes. */
export const quarantineBucket = 'quarantine';

/** Suffix of the bucket for windows that could not be published. They can be replayed from there. */
export const replayBucket = 'replay';

/** Suffix of the bucket for the archive of every change of a call record and of every event. */
export const auditBucket = 'audit';

/** Suffix of the bucket for the registry. A deployed service reads it there: `s3://{prefix}-config/registry.yaml`. */
export const configBucket = 'config';

/** Suffix of the bucket of a line of business. */
export const recordingsBucket = (lineOfBusiness: string): string => `recordings-${lineOfBusiness}`;

/** Suffixes of all buckets of a deployment with these lines of business. */
export const bucketNames = (linesOfBusiness: readonly string[]): string[] => [
  ...new Set([...linesOfBusiness, UNASSIGNED_LINE_OF_BUSINESS].map(recordingsBucket)),
  quarantineBucket,
  replayBucket,
  auditBucket,
  configBucket,
];
