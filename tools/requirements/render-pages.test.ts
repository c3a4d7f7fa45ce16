import type { Checklist } from './read-checklist.ts';
import { renderPages } from './render-pages.ts';
import { Page } from './row.ts';

const rows = [
  {
    what: 'a | b',
    names: ['limit.size'],
    places: ['1:20', '1:9'],
    code: ['src/size.ts#MAX'],
    tests: [{ 'src/size.test.ts': 'is small' }],
    figures: [{ variable: 'MAX_SIZE', is: 5 }],
    note: 'In bytes.',
  },
  { what: 'smaller', places: ['1:10'], decision: 'sizes' },
  { what: 'larger', places: ['1:12'], missing: 'Nothing is larger.' },
];
const checklist: Checklist = {
  names: [{ id: 'limit.size', name: 'size', kind: 'field', places: ['2:3', '1:9'] }],
  decisions: new Map([['sizes', 'Sizes are small.']]),
  pages: new Map([['1-sizes', Page.parse({ title: 'Sizes', sections: [{ title: 'Limits', rows }] })]]),
};
const pages = renderPages(checklist);
const lineOf = (page: string, start: string): string =>
  pages
    .get(page)!
    .split('\n')
    .find((line) => line.startsWith(start))!;

describe('renderPages', () => {
  it('gives a row its places in order, its code, figures and tests', () => {
    expect(lineOf('docs/requirements/1-sizes.md', '| a ').split(' | ')).toEqual([
      '| a \\| b',
      '1:9, 1:20, 2:3',
      'built. In bytes.',
      '[size.ts](../../src/size.ts) `MAX`, `MAX_SIZE` = `5`',
      '[size.test.ts](../../src/size.test.ts) "is small" |',
    ]);
  });

  it('quotes the sentence of the design that replaces a row', () => {
    expect(lineOf('docs/requirements/1-sizes.md', '| smaller ')).toContain('replaced. "Sizes are small."');
    expect(lineOf('docs/requirements.md', '- `sizes`')).toBe('- `sizes`: "Sizes are small."');
  });

  it('says what an open row lacks', () => {
    expect(lineOf('docs/requirements/1-sizes.md', '| larger ')).toContain('**open**. Nothing is larger');
    expect(lineOf('docs/requirements.md', '- larger')).toBe('- larger. Nothing is larger.');
  });

  it('counts the rows of each page by status', () => {
    expect(lineOf('docs/requirements.md', '| [Sizes]')).toBe(
      '| [Sizes](requirements/1-sizes.md) | 3 | 1 | 1 | 1 |',
    );
    expect(lineOf('docs/requirements.md', '| **sum**')).toBe('| **sum** | 3 | 1 | 1 | 1 |');
  });
});
