/** The bytes of an answer of 206: from `start` to `end`, both included, of a file of `sizeBytes`. */
export type ContentRange = { readonly start: number; readonly end: number; readonly sizeBytes: number };

/**
 * Reads a Content-Range header.
 *
 * @returns undefined if it is missing, has no size of the file, or names bytes that the file cannot have.
 */
export const parseContentRange = (header: string | undefined): ContentRange | undefined => {
  const match = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/i.exec((header ?? '').trim());
  if (!match) return undefined;
  const [start, end, sizeBytes] = match.slice(1).map(Number) as [number, number, number];
  return start <= end && end < sizeBytes ? { start, end, sizeBytes } : undefined;
};
