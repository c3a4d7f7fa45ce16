import { UNASSIGNED_LINE_OF_BUSINESS } from '@recordings/topology';

/** The name in `data.readers` of those who may listen to quarantined recordings. */
export const QUARANTINE_READER = 'quarantine';

/** The names in `data.readers`: each has a bucket of recordings, and so a reader role. */
export const readerNames = (linesOfBusiness: readonly string[]): string[] => [
  ...new Set([...linesOfBusiness, UNASSIGNED_LINE_OF_BUSINESS, QUARANTINE_READER]),
];
