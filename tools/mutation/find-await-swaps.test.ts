import { findAwaitSwaps } from './find-await-swaps.ts';
import { applyMutation } from './mutation.ts';

const inFunction = (...lines: string[]): string => `async () => { ${lines.join(' ')} };`;

describe('findAwaitSwaps', () => {
  it('finds each pair of three statements', () => {
    const source = inFunction('await a();', 'await b();', 'await c();');
    expect(findAwaitSwaps(source).map((swap) => applyMutation(source, swap))).toEqual([
      inFunction('await b();', 'await a();', 'await c();'),
      inFunction('await a();', 'await c();', 'await b();'),
    ]);
  });

  it('finds a loop and a return that contain an await', () => {
    const source = inFunction('for await (const x of xs) use(x);', 'return await a();');
    expect(findAwaitSwaps(source)).toHaveLength(1);
  });

  it('leaves an await of an inner function and statements that are apart', () => {
    expect(findAwaitSwaps(inFunction('const f = async () => await a();', 'await b();'))).toEqual([]);
    expect(findAwaitSwaps(inFunction('await a();', 'x = 1;', 'await b();'))).toEqual([]);
  });

  it('marks a pair whose second statement uses a name of the first', () => {
    const dependent = inFunction('const { a: [b] } = await x();', 'await y(b);');
    const independent = inFunction('const b = await x();', 'await y();');
    expect(findAwaitSwaps(dependent)[0]?.isRefusedByTypes).toBe(true);
    expect(findAwaitSwaps(independent)[0]?.isRefusedByTypes).toBe(false);
  });
});
