import { listTitles } from './list-titles.ts';

const source = `
  import { key } from './key.ts';
  describe('a key', () => {
    it('is read', () => expect(key('x')).toBe('x'));
    describe('of two parts', () => {
      it.each([1, 2])('has part %i', (part) => expect(part).toBe(part));
      it.concurrent.each<[string]>([['a']] as const)(
        'is split: %s',
        async (text) => { await it2('not a title', text); },
      );
    });
  });
  test(\`is written \${times} times\`, () => undefined);
  note('is no test');
`;

describe('listTitles', () => {
  it('gives each title alone, and after the titles of its blocks', () => {
    const titles = listTitles(source);
    for (const title of ['a key', 'is read', 'has part %i', 'is split: %s']) expect(titles).toContain(title);
    expect(titles).toContain('a key > is read');
    expect(titles).toContain('a key > of two parts > has part %i');
    expect(titles).not.toContain('of two parts > has part %i');
  });

  it('gives a title with placeholders as it is written', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the source has it.
    expect(listTitles(source)).toContain('is written ${times} times');
  });

  it('takes no other text for a title', () => {
    expect(listTitles(source)).not.toContain('is no test');
    expect(listTitles(source)).not.toContain('not a title');
  });
});
