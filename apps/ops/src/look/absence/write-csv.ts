const SEPARATOR = ',';
/** RFC 4180. */
const LINE_END = '\r\n';

/** A spreadsheet runs a cell that begins with one of these as a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * One line of CSV by RFC 4180. A text that a spreadsheet would run as a formula gets an apostrophe before it, because ids
 * and reasons come from senders.
 */
export const csvLine = (cells: readonly (string | number | undefined)[]): string =>
  cells.map(writeCell).join(SEPARATOR) + LINE_END;

const writeCell = (cell: string | number | undefined): string => {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
