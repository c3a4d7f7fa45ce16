/** Longer cells, as the ids of groups can be, are cut. */
const MAX_CELL = 22;

/** Aligns rows to columns. Columns whose cells are numbers are aligned to the right. The first row is the head. */
export const renderTable = (rows: readonly (readonly string[])[]): string[] => {
  const [head = [], ...body] = rows.map((row) => row.map(cutCell));
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((row) => row[column]!.length)));
  const isNumeric = head.map((_, column) => body.length > 0 && body.every((row) => isNumber(row[column]!)));
  return [head, ...body].map((row) =>
    `  ${row.map((cell, column) => (isNumeric[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!))).join('  ')}`.trimEnd(),
  );
};

const isNumber = (cell: string): boolean => /^[\d.]+$/.test(cell);

const cutCell = (cell: string): string => (cell.length > MAX_CELL ? `${cell.slice(0, MAX_CELL - 1)}…` : cell);
