/** Requests by kind (`DynamoDB PutItem`, `S3 PutObject`), and what else is paid for. */
export type Counts = Readonly<Record<string, number>>;

export const LOG_BYTES = 'Log bytes';
/** The units that DynamoDB charges, those of the indexes included. */
export const READ_UNITS = 'DynamoDB read units';
export const WRITE_UNITS = 'DynamoDB write units';

export const isS3Write = (kind: string): boolean =>
  /^S3 (Put|Copy|Create|Complete|UploadPart|List)/.test(kind);
export const isS3Read = (kind: string): boolean => /^S3 (Get|Head)/.test(kind);
export const isSqs = (kind: string): boolean => kind.startsWith('SQS ');
export const isSns = (kind: string): boolean => kind.startsWith('SNS ');

/** Adds up the requests of some kinds. */
export const sumOf = (counts: Counts, isOfKind: (kind: string) => boolean): number =>
  Object.entries(counts).reduce((sum, [kind, n]) => (isOfKind(kind) ? sum + n : sum), 0);
