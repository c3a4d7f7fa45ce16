import Table from 'cli-table3';

export type Column<R> = {
  readonly title: string;
  /** Characters; longer texts go on in the next line. */
  readonly width: number;
  readonly align?: 'left' | 'right';
  readonly read: (row: R) => string;
};

/** Every table fits a terminal of so many characters. */
export const MAX_COLUMNS = 100;

const BLANK = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ' },
};

/** A table without lines, at most 100 characters wide. */
export const renderTable = <R>(columns: readonly Column<R>[], rows: readonly R[]): string => {
  const table = new Table({
    head: columns.map(({ title }) => title),
    colWidths: columns.map(({ width }) => width),
    colAligns: columns.map(({ align = 'left' }) => align),
    chars: BLANK,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    wordWrap: true,
    wrapOnWordBoundary: true,
  });
  table.push(...rows.map((row) => columns.map(({ read, width }) => fold(read(row), width))));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
};

/** A word that is longer than its column is broken, so that it can be read whole. The table would cut it. */
const fold = (text: string, width: number): string =>
  text
    .split(' ')
    .map((word) => word.match(new RegExp(`.{1,${width}}`, 'gu'))?.join('\n') ?? '')
    .join(' ');
