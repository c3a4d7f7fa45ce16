import { findIdioms } from './find-idioms.ts';
import { readProse } from './read-prose.ts';

const inCode = (code: string): string[] => findIdioms(readProse('libs/a.ts', code));
const inDocs = (text: string): string[] => findIdioms(readProse('docs/a.md', text));

describe('findIdioms', () => {
  it.each([
    '// Whoever frees the slot goes on.',
    '/** Whoever frees the slot goes on. */',
    ' * Whoever frees the slot goes on.',
    '/* Whoever frees the slot goes on. */',
    "  it.each(slots)('lets whoever frees the slot go on', (slot) => {",
    "  ] as const)('lets whoever frees the slot go on (%#)', (slot) => {",
    "test('lets whoever frees the slot go on', () => {",
    "it('lets whoever frees the slot go on', () => {",
    "describe('whoever frees the slot', () => {",
    "  log.warn({ event: 'slot_freed' }, 'whoever frees the slot goes on');",
    "  log.info('whoever frees the slot goes on');",
    "    message: 'whoever frees the slot goes on',",
    "  throw new SlotError('whoever frees the slot goes on');",
  ])('refuses an idiom in %j', (code) => {
    expect(inCode(code)).toEqual([expect.stringMatching(/^libs\/a\.ts:1: "whoever": write the worker/i)]);
  });

  it.each([
    "const whoever = 'x';",
    "expect(keyOf('nobody')).toBe(1);",
    '// The worker that frees the slot goes on.',
    'type Whoever = string;',
  ])('accepts %j', (code) => {
    expect(inCode(code)).toEqual([]);
  });

  it('names the line and the words to use', () => {
    expect(inDocs('# A page\n\nIt waits for now.')).toEqual([
      'docs/a.md:3: "for now": write until ..., or leave it out',
    ]);
  });

  it.each(['```\nfor now\n```', 'The word `for now` in code.'])('skips code in Markdown: %j', (text) => {
    expect(inDocs(text)).toEqual([]);
  });

  it.each([
    'the call was told',
    'the event, told twice,',
    'what stands there',
    'once the object stands',
    'lets go of its calls',
    'it comes home',
    'nobody knows',
    'a fault that passes',
    'it is over',
    'keeps others from nothing',
  ])('refuses %j', (text) => {
    expect(inDocs(text)).not.toEqual([]);
  });

  it.each([
    'the tests pass',
    'CDR stands for call detail record',
    'a home page',
    'the event was received',
    'a road map',
    'go on',
  ])('accepts %j', (text) => {
    expect(inDocs(text)).toEqual([]);
  });
});
