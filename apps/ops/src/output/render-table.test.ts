import { MAX_COLUMNS, renderTable } from './render-table.ts';

type Row = { readonly name: string; readonly count: number };
const columns = [
  { title: 'NAME', width: 12, read: ({ name }: Row) => name },
  { title: 'COUNT', width: 6, align: 'right', read: ({ count }: Row) => String(count) },
] as const;

describe('a table', () => {
  it('aligns its columns without lines', () => {
    expect(renderTable(columns, [{ name: 'acme', count: 7 }])).toBe(
      'NAME           COUNT\nacme               7',
    );
  });

  it('continues a long text in the next line and loses no character of a long word', () => {
    const word = 'abcdefghijklmnopqrstuvwxyz0123456789';
    const lines = renderTable(columns, [{ name: word, count: 1 }])
      .split('\n')
      .slice(1);
    expect(lines.map((line) => line.slice(0, 12).trim()).join('')).toBe(word);
  });

  it('is at most as wide as its columns and the blanks between them', () => {
    const wide = [
      { title: 'A', width: 58, read: () => 'x '.repeat(200) },
      { title: 'B', width: 40, read: () => 'y'.repeat(300) },
    ];
    const lines = renderTable(wide, [{}]).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(MAX_COLUMNS);
  });
});
