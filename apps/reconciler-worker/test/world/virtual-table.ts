import { ContendedItemError } from '@recordings/dynamodb-stores';
import type { z } from 'zod';
import type { Life, Machine } from './machine.ts';
import type { Random } from './random.ts';
import { SECOND_MS, type Timeline } from './timeline.ts';

type Versioned = { readonly revision: number };
type Change<T, R> = (current: T | undefined) => { readonly next?: T; readonly result: R };

/** A table as DynamoDB keeps it: strong reads, conditional writes, and an index that lags behind. */
export type VirtualTable<T extends Versioned> = {
  get(life: Life, key: string): Promise<T | undefined>;
  put(life: Life, key: string, item: T): Promise<boolean>;
  change<R>(life: Life, key: string, change: Change<T, R>): Promise<R>;
  /** One write that reads the item itself. @returns whether it wrote. */
  update(life: Life, key: string, next: (current: T) => T | undefined): Promise<boolean>;
  remove(life: Life, key: string): Promise<void>;
  list(life: Life, prefix: string): Promise<T[]>;
  index(life: Life): Promise<T[]>;
  /** As it stands, for the eyes of the test. */
  items(): T[];
  item(key: string): T | undefined;
  /** Changes an item with nothing in between. */
  changeNow<R>(key: string, change: Change<T, R>): R;
};

export type World = { readonly machine: Machine; readonly timeline: Timeline; readonly random: Random };

const MAX_TRIES = 12;

/** @param onWrite is told of every write, with the item before it. */
export const makeVirtualTable = <S extends z.ZodType<Versioned>>(
  { machine, timeline, random }: World,
  schema: S,
  onWrite: (key: string, next: z.infer<S>, before: z.infer<S> | undefined) => void = () => undefined,
): VirtualTable<z.infer<S>> => {
  type T = z.infer<S>;
  const texts = new Map<string, string>();
  const indexed = new Map<string, string>();
  const read = (text: string | undefined): T | undefined =>
    text === undefined ? undefined : schema.parse(JSON.parse(text));
  const item = (key: string): T | undefined => read(texts.get(key));

  const write = (key: string, next: T): void => {
    const before = item(key);
    texts.set(key, JSON.stringify(next));
    onWrite(key, item(key)!, before);
    timeline.after(random.between(0, 2 * SECOND_MS), () => refresh(key));
  };
  const refresh = (key: string): void => {
    const text = texts.get(key);
    if (text === undefined) indexed.delete(key);
    else indexed.set(key, text);
  };
  const putNow = (key: string, next: T): boolean => {
    const standing = item(key);
    if ((standing?.revision ?? 0) !== next.revision - 1) return false;
    write(key, next);
    return true;
  };
  const get = (life: Life, key: string): Promise<T | undefined> => machine.step(life, () => item(key));
  const put = (life: Life, key: string, next: T): Promise<boolean> =>
    machine.step(life, () => putNow(key, next), { isPut: true });

  return {
    get,
    put,
    item,
    items: () => [...texts.keys()].map((key) => item(key)!),
    change: async (life, key, change) => {
      for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
        const { next, result } = change(await get(life, key));
        if (!next || (await put(life, key, next))) return result;
      }
      throw new ContendedItemError(key, MAX_TRIES);
    },
    update: (life, key, nextOf) =>
      machine.step(
        life,
        () => {
          const current = item(key);
          const next = current && nextOf(current);
          if (next) write(key, next);
          return next !== undefined;
        },
        { isPut: true },
      ),
    remove: (life, key) =>
      machine.step(life, () => {
        texts.delete(key);
        timeline.after(random.between(0, 2 * SECOND_MS), () => refresh(key));
      }),
    list: (life, prefix) =>
      machine.step(life, () =>
        [...texts.keys()].filter((key) => key.startsWith(prefix)).map((key) => item(key)!),
      ),
    index: (life) => machine.step(life, () => [...indexed.values()].map((text) => read(text)!)),
    changeNow: (key, change) => {
      const { next, result } = change(item(key));
      if (next) write(key, next);
      return result;
    },
  };
};
