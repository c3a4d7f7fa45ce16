/** Bytes of a file, both ends included. */
export type ByteRange = { readonly start: number; readonly end: number };

/**
 * The bytes that a Range header asks for: `bytes=5-`, `bytes=5-9` or `bytes=-9`.
 *
 * @returns undefined if it asks for none, or in a form that this OCP does not serve; `unsatisfiable` if the file has none.
 */
export const byteRangeOf = (
  header: string | undefined,
  sizeBytes: number,
): ByteRange | 'unsatisfiable' | undefined => {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  const [, from = '', to = ''] = match ?? [];
  if (from === '' && to === '') return undefined;
  if (from === '') return rangeOf(Math.max(0, sizeBytes - Number(to)), sizeBytes - 1);
  return rangeOf(Number(from), to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1));
};

const rangeOf = (start: number, end: number): ByteRange | 'unsatisfiable' =>
  start <= end ? { start, end } : 'unsatisfiable';
