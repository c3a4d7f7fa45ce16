import { findMutations } from './find-mutations.ts';
import { applyMutation } from './mutation.ts';
import { isValidSource } from './parse-source.ts';

const mutantsOf = (source: string): string[] =>
  findMutations(source).map((mutation) => applyMutation(source, mutation));

describe('findMutations', () => {
  it.each([
    ['a < b;', ['a <= b;']],
    ['a >= b;', ['a > b;']],
    ['a && b;', ['a || b;']],
    ['x = 60_000;', ['x = 60001;', 'x = 59999;']],
    ['x = 0;', ['x = 1;']],
    ['x = true;', ['x = false;']],
    ['x = a ?? b;', ['x = b;']],
    ["x = a ?? 'none';", ["x = a ?? 'mutated';"]],
    ['x = a ?? false;', ['x = false;', 'x = a ?? true;']],
    ['x = Math.max(a, b);', ['x = Math.min(a, b);']],
    ['if (a) b = c;', ['if (!(a)) b = c;']],
    ['run(a);', [';']],
    ['await run(a);', [';', 'run(a);']],
    ['x = await run(a);', ['x = run(a);']],
  ])('mutates %s', (source, mutants) => {
    expect(mutantsOf(source)).toEqual(mutants);
  });

  it('swaps two consecutive statements with an await', () => {
    const source = 'const f = async () => {\n  await a();\n  await b();\n};';
    expect(mutantsOf(source)).toContain('const f = async () => {\n  await b();\n  await a();\n};');
  });

  it.each(['type X = 1 | true;', "import { a } from './a.ts';", '// a < b', "const text = 'a && b';"])(
    'leaves %s as it is',
    (source) => {
      expect(findMutations(source)).toEqual([]);
    },
  );

  it('never makes a text that does not parse', () => {
    const source = `export const f = async (a?: number) => {
  if (a === undefined || a < -1) return;
  else run();
  for (let i = 0; i < 3; i += 1) await run();
  const x = (a && 2) ?? (await run()).y;
  if (x) await run({ a: true, b: [1, 2] });
};`;
    const mutants = mutantsOf(source);
    expect(mutants.length).toBeGreaterThan(15);
    expect(mutants.filter((mutant) => !isValidSource(mutant))).toEqual([]);
  });
});

describe('isValidSource', () => {
  it('refuses a text with a syntax error', () => {
    expect(isValidSource('if (a {')).toBe(false);
  });
});
