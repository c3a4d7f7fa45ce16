/** How the ledger names an object. */
export const objectName = (bucket: string, key: string): string => `s3://${bucket}/${key}`;
