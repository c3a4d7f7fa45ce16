import { findFaults } from './find-faults.ts';
import { listTitles } from './list-titles.ts';
import type { Checklist } from './read-checklist.ts';
import { Page, type Row } from './row.ts';

const files: Record<string, string> = {
  'src/size.ts': 'export const MAX_SIZE = 5;',
  'src/size.test.ts': "describe('the size', () => { it('is at most 5', () => undefined); });",
};
const good = {
  what: 'at most 5',
  names: ['limit.size'],
  code: ['src/size.ts#MAX_SIZE'],
  tests: [{ 'src/size.test.ts': 'the size > is at most 5' }],
};

const checklistOf = (...rows: Partial<Row>[]): Checklist => ({
  names: [{ id: 'limit.size', name: 'size', kind: 'field', places: ['1:7'] }],
  decisions: new Map([['smaller', 'Sizes are smaller.']]),
  pages: new Map([['1-sizes', Page.parse({ title: 'Sizes', sections: [{ title: 'Limits', rows }] })]]),
});
/** The replaced row uses the only decision. */
const replaced = { what: 'at least 1', places: ['1:8'], decision: 'smaller' };
const faultsOf = (...rows: Partial<Row>[]): string[] =>
  findFaults(checklistOf(...rows, replaced), { read: (path) => files[path], titlesIn: listTitles });

describe('findFaults', () => {
  it('accepts a row whose names, code and tests exist', () => {
    expect(faultsOf(good)).toEqual([]);
    expect(faultsOf({ ...good, tests: [{ 'src/size.test.ts': 'is at most 5' }] })).toEqual([]);
  });

  it('reports a name that no row has, and says where to add it', () => {
    expect(faultsOf({ ...good, names: [], places: ['1:7'] })).toEqual([
      'no row has the name limit.size; add it to the `names` of a row in tools/requirements/rows',
    ]);
  });

  it('reports a sentence of the design that no row quotes', () => {
    const faults = findFaults(checklistOf(good), { read: (path) => files[path], titlesIn: listTitles });
    expect(faults).toEqual([expect.stringContaining('no row is replaced by smaller')]);
  });

  it.each<[string, Partial<Row>, string]>([
    ['an unknown name', { names: ['limit.size', 'limit.width'] }, 'names.json has no limit.width'],
    ['an unknown decision', { decision: 'larger' }, 'decisions.yaml has no larger'],
    ['a file that moved', { code: ['src/sizes.ts'] }, 'there is no file src/sizes.ts; write its new path'],
    [
      'code that was renamed',
      { code: ['src/size.ts#MIN'] },
      'does not contain "MIN"; write what the code is',
    ],
    ['a test that moved', { tests: [{ 'src/x.test.ts': 'is' }] }, 'there is no test src/x.test.ts; write'],
    [
      'a test that was renamed',
      { tests: [{ 'src/size.test.ts': 'is at most 4' }] },
      'has no test "is at most 4"; write its new title into `tests`',
    ],
    ['a built row without code', { code: [] }, 'names no code; if it is not built, say `missing`'],
    ['a built row without a test', { tests: [] }, 'names no test; if no test shows it, say `missing`'],
  ])('reports %s, and how to mend the row', (_, over, expected) => {
    const faults = faultsOf({ ...good, ...over });
    expect(faults).toEqual([expect.stringContaining(expected)]);
    expect(faults[0]).toContain('tools/requirements/rows/1-sizes.yaml, row "at most 5"');
  });

  it('reports a row that no place of the documents asks for', () => {
    expect(faultsOf(good, { ...good, names: [] })).toEqual([
      expect.stringContaining('no place in the documents'),
    ]);
  });

  it.each(['missing', 'decision'] as const)('wants no test of a row with %s', (field) => {
    const { what, names } = good;
    expect(faultsOf({ what, names, [field]: field === 'decision' ? 'smaller' : 'Why.' })).toEqual([]);
  });
});
