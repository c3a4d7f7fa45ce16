import { readdirSync, readFileSync } from 'node:fs';
import { FAULTS } from '../src/faults/fault-kind.ts';
import { counting, FILTERS, starts } from '../src/script/conditions.ts';
import { OPERATIONS } from '../src/script/operations.ts';

describe('docs/simulator.md', () => {
  const page = readFileSync('docs/simulator.md', 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('|'));

  it('has every fault, and what it does, in the order of the table', () => {
    const expected = Object.entries(FAULTS).map(([name, { says }]) => `| \`${name}\` | ${says} |`);
    expect(rows.filter((row) => expected.includes(row))).toEqual(expected);
    const first = rows.indexOf(expected[0]!);
    expect(rows.slice(first, first + expected.length + 1)).toEqual([
      ...expected,
      expect.stringMatching(/^\| key/),
    ]);
  });

  it.each(Object.entries(OPERATIONS))('says what a step can do at %s', (name, { filters, effects }) => {
    const row = rows.find((line) => line.startsWith(`| \`${name}\` `));
    for (const filter of filters) expect(row).toContain(`\`${filter}\``);
    for (const effect of Object.keys(effects.shape)) expect(page).toMatch(new RegExp(`\`${effect}\\b`));
  });

  it('says when a step acts', () => {
    for (const key of [...Object.keys(counting), ...Object.keys(starts), ...FILTERS, 'per', 'inTurn', 'name'])
      expect(page).toMatch(new RegExp(`[\`\\s]${key}\\b`));
  });

  it('names every script', () => {
    for (const file of readdirSync('apps/ocp-simulator/scripts'))
      if (file !== 'calm.yaml') expect(page).toContain(`(../apps/ocp-simulator/scripts/${file})`);
  });
});
