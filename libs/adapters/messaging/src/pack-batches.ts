/** SQS and SNS: entries of one batch request. */
export const MAX_BATCH_ENTRIES = 10;

/** SNS: all messages of one request together, attributes included. SQS takes more, but our messages may come from SNS. */
export const MAX_BATCH_BYTES = 262_144;

export type Sized = { readonly sizeBytes: number };

/** Packs entries, in order, into batches of one request each. An entry must not be larger than a batch. */
export const packBatches = <T extends Sized>(
  entries: readonly T[],
  maxEntries: number = MAX_BATCH_ENTRIES,
): T[][] => {
  const batches: T[][] = [];
  let batchBytes = 0;
  for (const entry of entries) {
    const batch = batches.at(-1);
    if (batch !== undefined && batch.length < maxEntries && batchBytes + entry.sizeBytes <= MAX_BATCH_BYTES) {
      batch.push(entry);
      batchBytes += entry.sizeBytes;
    } else {
      batches.push([entry]);
      batchBytes = entry.sizeBytes;
    }
  }
  return batches;
};
