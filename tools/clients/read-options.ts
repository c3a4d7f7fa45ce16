import { type Client, clients } from './clients.ts';

export const names = clients.map(({ name }) => name);

export type Options = { readonly count: number; readonly chosen: readonly Client[] };

const MAX_COUNT = 100_000;

/** @throws {Error} that says which values are allowed. */
export const readOptions = (given: { readonly count: string; readonly only: string }): Options => {
  const count = Number(given.count);
  if (!Number.isInteger(count) || count < 1 || count > MAX_COUNT) {
    throw new Error(`--count ${given.count}: expected a whole number from 1 to ${MAX_COUNT}`);
  }
  const wanted = given.only.split(',').map((name) => name.trim());
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new Error(
      `--only: no client is called "${unknown.join('", "')}"; expected some of ${names.join(', ')}`,
    );
  }
  return { count, chosen: clients.filter(({ name }) => wanted.includes(name)) };
};
