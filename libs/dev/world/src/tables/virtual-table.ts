import { DomainError } from '@recordings/fault';
import type { z } from 'zod';
import type { Life, Machine } from '../time/machine.ts';
import type { Random } from '../time/random.ts';
import { SECOND_MS, type Timeline } from '../time/timeline.ts';

type Versioned = { readonly revision: number };
type Change<T, R> = (current: T | undefined) => { readonly next?: T; readonly result: R };

/** A table like DynamoDB's: strong reads, conditional writes, and an index that lags by up to 2 seconds. */
export type VirtualTable<T extends Versioned> = {
  get(life: Life, key: string): Promise<T | undefined>;
  put(life: Life, key: string, item: T): Promise<boolean>;
  change<R>(life: Life, key: string, change: Change<T, R>): Promise<R>;
  /** One conditional update. @returns the item as it was written; undefined if it was not. */
  update(life: Life, key: string, next: (current: T) => T | undefined): Promise<T | undefined>;
  remove(life: Life, key: string): Promise<void>;
  list(life: Life, prefix: string): Promise<T[]>;
  index(life: Life): Promise<T[]>;
  /** The current items, for checks: no process reads this. */
  items(): T[];
  item(key: string): T | undefined;
  keys(): string[];
  /** Changes an item at once, without a step of a process. */
  changeNow<R>(key: string, change: Change<T, R>): R;
};

export type World = { readonly machine: Machine; readonly timeline: Timeline; readonly random: Random };

class ContendedItemError extends DomainError {
  readonly code = 'STORE_CONTENDED';
  readonly fault = 'retryable';
}

const MAX_TRIES = 12;

/**
 * @param name begins the name of each request to the table.
 * @param onWrite called at each write, with the item before it.
 */
export const makeVirtualTable = <S extends z.ZodType<Versioned>>(
  world: World,
  name: string,
  schema: S,
  onWrite: (key: string, next: z.infer<S>, before: z.infer<S> | undefined) => void = () => undefined,
): VirtualTable<z.infer<S>> => {
  type T = z.infer<S>;
  const { machine } = world;
  const { items, indexed, write, remove } = makeItems<T>(world, (next) => schema.parse(next), onWrite);
  const item = (key: string): T | undefined => items.get(key);

  const putNow = (key: string, next: T): boolean => {
    if ((item(key)?.revision ?? 0) !== next.revision - 1) return false;
    write(key, next);
    return true;
  };
  const updateNow = (key: string, nextOf: (current: T) => T | undefined): T | undefined => {
    const current = item(key);
    const next = current && nextOf(current);
    if (next) write(key, next);
    return next;
  };
  const get = (life: Life, key: string): Promise<T | undefined> =>
    machine.step(life, `${name}.get`, () => item(key));
  const put = (life: Life, key: string, next: T): Promise<boolean> =>
    machine.step(life, `${name}.put`, () => putNow(key, next), { isPut: true });

  return {
    get,
    put,
    item,
    keys: () => [...items.keys()],
    items: () => [...items.values()],
    change: (life, key, change) => changeItem({ get, put }, life, key, change),
    update: (life, key, nextOf) =>
      machine.step(life, `${name}.update`, () => updateNow(key, nextOf), { isPut: true }),
    remove: (life, key) => machine.step(life, `${name}.remove`, () => remove(key)),
    list: (life, prefix) => machine.step(life, `${name}.list`, () => itemsUnder(items, prefix)),
    index: (life) => machine.step(life, `${name}.index`, () => [...indexed.values()]),
    changeNow: (key, change) => changeItemNow({ item, write }, key, change),
  };
};

const itemsUnder = <T>(items: ReadonlyMap<string, T>, prefix: string): T[] =>
  [...items].filter(([key]) => key.startsWith(prefix)).map(([, item]) => item);

const changeItemNow = <T, R>(
  table: { item(key: string): T | undefined; write(key: string, next: T): void },
  key: string,
  change: Change<T, R>,
): R => {
  const { next, result } = change(table.item(key));
  if (next) table.write(key, next);
  return result;
};

/** Reads, changes and writes; starts again if another writer was faster, as the adapter does. */
const changeItem = async <T extends Versioned, R>(
  { get, put }: Pick<VirtualTable<T>, 'get' | 'put'>,
  life: Life,
  key: string,
  change: Change<T, R>,
): Promise<R> => {
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const { next, result } = change(await get(life, key));
    if (!next || (await put(life, key, next))) return result;
  }
  throw new ContendedItemError(`${key} was changed by others during each of ${MAX_TRIES} tries`);
};

/** The items, and the index that follows them. */
const makeItems = <T>(
  { timeline, random }: World,
  parse: (next: unknown) => T,
  onWrite: (key: string, next: T, before: T | undefined) => void,
) => {
  const items = new Map<string, T>();
  const indexed = new Map<string, T>();
  const refreshLater = (key: string): void =>
    timeline.after(random.between(0, 2 * SECOND_MS), () => {
      const current = items.get(key);
      if (current === undefined) indexed.delete(key);
      else indexed.set(key, current);
    });
  return {
    items,
    indexed,
    write: (key: string, next: T): void => {
      const before = items.get(key);
      const written = freeze(parse(JSON.parse(JSON.stringify(next))));
      items.set(key, written);
      onWrite(key, written, before);
      refreshLater(key);
    },
    remove: (key: string): void => {
      items.delete(key);
      refreshLater(key);
    },
  };
};

/** Readers share an item, so none may change it. */
const freeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
};
