import { renderEnvironmentDocs } from './render-environment-docs.ts';

const variable = { name: 'A', required: false, expected: 'text', description: 'What it is' };
const rowOf = (changes: object): string =>
  renderEnvironmentDocs([{ app: 'pooler', description: '', variables: [{ ...variable, ...changes }] }])
    .trimEnd()
    .split('\n')
    .at(-1)!;

describe('renderEnvironmentDocs', () => {
  it('gives each app a heading, its description and a table', () => {
    const page = renderEnvironmentDocs([
      { app: 'downloader', description: 'Fetches.', variables: [variable] },
      { app: 'pooler', description: 'Finds.', variables: [] },
    ]);
    expect(page).toContain(
      '\n## downloader\n\nFetches.\n\n| variable | default | value | description |\n|---|---|---|---|\n| `A` | none | text | What it is |\n\n## pooler\n',
    );
    expect(page.endsWith('|\n')).toBe(true);
  });

  it.each([
    [{ required: true }, '| `A` | **required** | text | What it is |'],
    [{ default: 'info' }, '| `A` | `info` | text | What it is |'],
    [{ default: false }, '| `A` | `false` | text | What it is |'],
    [{ default: 0 }, '| `A` | `0` | text | What it is |'],
    [{ default: [] }, '| `A` | none | text | What it is |'],
    [{ default: ['x'] }, '| `A` | `["x"]` | text | What it is |'],
    [{ expected: '^(a|b)$', description: 'two\n  lines' }, '| `A` | none | ^(a\\|b)$ | two lines |'],
  ])('writes %j as one row', (changes, row) => {
    expect(rowOf(changes)).toBe(row);
  });
});
