import type { Column } from '../../output/render-table.ts';

/** A column of whole numbers. */
export const countColumn = <R>(title: string, read: (row: R) => number, width = 8): Column<R> => ({
  title,
  width,
  align: 'right',
  read: (row) => String(read(row)),
});
