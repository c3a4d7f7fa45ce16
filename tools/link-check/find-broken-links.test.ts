import { findBrokenLinks } from './find-broken-links.ts';

const files = new Set(['docs', 'docs/a.md', 'README.md', 'libs/x/src']);
const check = (text: string) =>
  findBrokenLinks({
    textByPath: new Map([
      ['docs/a.md', text],
      ['README.md', '# The start\n\n## `npm start`, again\n\n## Twice\n\n## Twice\n'],
    ]),
    exists: (path) => files.has(path),
  });

describe('findBrokenLinks', () => {
  it.each([
    '[a](a.md)',
    '[folder](../libs/x/src/)',
    '[heading](../README.md#the-start)',
    '[punctuation](../README.md#npm-start-again)',
    '[second of two](../README.md#twice-1)',
    '# Here\n[same page](#here)',
    '[other site](https://example.org/none)',
    '```\n[in code](none.md)\n```',
  ])('accepts %j', (text) => {
    expect(check(text)).toEqual([]);
  });

  it.each([
    ['[gone](none.md)', 'none.md', 'there is no such file'],
    ['[no heading](../README.md#nowhere)', '../README.md#nowhere', 'the page has no such heading'],
    ['[same page](#nowhere)', '#nowhere', 'the page has no such heading'],
  ])('reports %j', (text, link, why) => {
    expect(check(text)).toEqual([{ page: 'docs/a.md', link, why }]);
  });
});
