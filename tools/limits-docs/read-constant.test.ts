import { readConstant } from './read-constant.ts';

const source = `
export type Limits = { readonly waitMs: number };
export const PART_BYTES = 8 * 1_048_576;
const DELAYS_S: readonly number[] = [1, 5, 30];
export const limits: Limits = {
  waitMs: 5_000,
};
const pair = { consecutiveErrors: 5, openMs: 60_000 };
const JITTER = 0.2;
const LONGEST_MS = 48 * HOUR_MS;
const ROUNDS = 2 * tries;
`;

describe('readConstant', () => {
  it.each([
    ['PART_BYTES', '8,388,608'],
    ['DELAYS_S', '1, 5, 30'],
    ['waitMs', '5,000'],
    ['consecutiveErrors', '5'],
    ['openMs', '60,000'],
    ['JITTER', '0.2'],
    ['LONGEST_MS', '172,800,000'],
  ])('reads %s', (name, value) => {
    expect(readConstant(source, name)).toBe(value);
  });

  it('reports a factor that it does not know', () => {
    expect(() => readConstant(source, 'ROUNDS')).toThrow('tries is no number, and no unit of time');
  });

  it('reports a name without a value', () => {
    expect(() => readConstant(source, 'GONE')).toThrow('there is no number named GONE');
  });
});
