import { DomainError } from '@recordings/fault';

/** Other writers were faster at each try. Nothing was written. */
export class ItemContendedError extends DomainError {
  readonly code = 'STORE_CONTENDED';
  readonly fault = 'retryable';
}

/** One stored item. `put` writes only if the stored revision is the one before the item's. */
export type StoredItem<T> = {
  readonly name: string;
  get(): Promise<T | undefined>;
  put(next: T): Promise<boolean>;
};

/** `next` is written if it is given; `result` is for the caller. */
export type Change<T, R> = { readonly next?: T; readonly result: R };

/** An item as it was just read; `item` is absent if there was none. */
export type Known<T> = { readonly item: T | undefined };

const MAX_TRIES = 12;

/**
 * Decides a change on the current item and writes it. If another writer was faster, decides again on a fresh read.
 *
 * @param known saves the first read.
 * @throws {ItemContendedError} after 12 tries.
 */
export const changeItem = async <T, R>(
  { name, get, put }: StoredItem<T>,
  decide: (current: T | undefined) => Change<T, R> | Promise<Change<T, R>>,
  known?: Known<T>,
): Promise<R> => {
  let current = known ? known.item : await get();
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const { next, result } = await decide(current);
    if (next === undefined || (await put(next))) return result;
    current = await get();
  }
  throw new ItemContendedError(`${name} was changed by others during each of ${MAX_TRIES} tries to write it`);
};
