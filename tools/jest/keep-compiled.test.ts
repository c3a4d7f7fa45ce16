import { setFlagsFromString } from 'node:v8';
import { compileFunction as compile, createContext, SourceTextModule } from 'node:vm';

/** Jest has loaded `keep-compiled.cjs`, so that these are its. Each call is like one of Jest for another test file. */
const optionsOf = (filename: string, imported: unknown = undefined) => ({
  filename,
  parsingContext: createContext({}),
  importModuleDynamically: async () => imported as never,
});

const run = (code: string, filename: string, imported?: unknown): unknown =>
  (compile(code, ['given'], optionsOf(filename, imported)) as (given: string) => unknown)('given');

describe('compiled code that is kept', () => {
  it('runs in the context that asks for it', () => {
    const code = 'globalThis.count = (globalThis.count ?? 0) + 1; return [given, count];';
    expect([run(code, '/a.js'), run(code, '/a.js')]).toEqual([
      ['given', 1],
      ['given', 1],
    ]);
  });

  it('is not used for another code under the same name', () => {
    expect([run('return 1;', '/b.js'), run('return 2;', '/b.js')]).toEqual([1, 2]);
  });

  it('is not used for other parameters', () => {
    const other = compile('return other;', ['other'], optionsOf('/f.js')) as (other: number) => unknown;
    expect([run('return given;', '/f.js'), other(2)]).toEqual(['given', 2]);
  });

  it.each([
    ['first', '', 1],
    ['second', '\n', 2],
  ])('has its errors in the %s line where the file has them', (_name, before, line) => {
    const code = `${before}return new Error('x').stack;`;
    for (const stack of [run(code, `/c${line}.js`), run(code, `/c${line}.js`)])
      expect(stack).toContain(`/c${line}.js:${line}:8`);
  });

  it('imports by the file that runs it', async () => {
    const code = "return import('x');";
    const of = async (one: string) => {
      const module = new SourceTextModule(`export const one = '${one}'`, { identifier: '/d.mjs' });
      await module.link(() => undefined as never);
      await module.evaluate();
      return ((await run(code, '/d.js', module)) as { readonly one: unknown }).one;
    };
    expect([await of('first'), await of('second')]).toEqual(['first', 'second']);
  });

  const readModule = async (value: number): Promise<unknown> => {
    const module = new SourceTextModule(`export const value = ${value}`, { identifier: '/e.mjs' });
    await module.link(() => undefined as never);
    await module.evaluate();
    return (module.namespace as { readonly value: unknown }).value;
  };

  it('is that of a module with the same name and code only', async () => {
    expect([await readModule(1), await readModule(1), await readModule(2)]).toEqual([1, 1, 2]);
  });

  it('is made again for a module once V8 has other flags', async () => {
    await readModule(3);
    setFlagsFromString('--stack-size=900');
    expect(await readModule(3)).toBe(3);
    setFlagsFromString('--stack-size=984');
  });
});
