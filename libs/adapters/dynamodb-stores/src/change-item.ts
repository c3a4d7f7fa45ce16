import { ContendedItemError } from './errors.ts';
import { pauseAfter } from './pause-after.ts';

/** A change of the current item: `next` is written if it is given; `result` is for the caller. */
export type ItemChange<T, R> = (current: T | undefined) => { readonly next?: T; readonly result: R };

/** What an item is likely to be. `isRead`: it comes from a strong read for this change. */
export type Likely<T> = { readonly current: T | undefined; readonly isRead?: boolean };

export type ChangeOptions<T> = {
  /** Awaited before each try to write. If it throws, nothing is written. */
  readonly beforeWrite?: (current: T | undefined, next: T) => Promise<void>;
  /**
   * What the item is likely to be, in place of the first read. Only a write that succeeds proves it: if the change writes
   * nothing or throws, or another writer was faster, the item is read. If it was read already, a change that writes nothing
   * needs no other read.
   */
  readonly likely?: Likely<T>;
};

/** One item of a table. */
export type ItemAccess<T> = {
  /** For messages. */
  readonly name: string;
  /** A strong read. */
  get(): Promise<T | undefined>;
  /** What this process wrote last, if that is known. */
  guess(): Likely<T> | undefined;
  /** Says whether the item still was what was guessed. */
  judge(isRight: boolean): void;
  /**
   * @param accepted the item from which `next` was made, if it was read or written here.
   * @throws {UnwritableItemError} if the item could not be read again.
   */
  check(next: T, accepted: T | undefined): void;
  /** Writes on the condition of the revision before. @param accepted as of `check`. @returns whether it was written. */
  write(next: T, accepted: T | undefined): Promise<boolean>;
};

type Versioned = { readonly revision: number };

const MAX_TRIES = 12;

/**
 * Applies a change in one conditional write. It starts from what the item is likely to be, where that is known, else from a
 * read. If another writer was faster it starts again from a read, up to 12 tries in all.
 *
 * @throws {ContendedItemError} if other writers were faster each time.
 */
export const changeItem = async <T extends Versioned, R>(
  item: ItemAccess<T>,
  change: ItemChange<T, R>,
  { beforeWrite, likely }: ChangeOptions<T>,
): Promise<R> => {
  const decide = (current: T | undefined, accepted: T | undefined): ReturnType<ItemChange<T, R>> => {
    const decided = change(current);
    if (decided.next) item.check(decided.next, accepted);
    return decided;
  };
  const write = async (current: T | undefined, next: T, accepted: T | undefined): Promise<boolean> => {
    await beforeWrite?.(current, next);
    return item.write(next, accepted);
  };
  const guessed = item.guess();
  const start = newerOf(guessed, likely);
  const accepted = start === guessed || start?.isRead ? start?.current : undefined;
  const first = start && unlessItThrows(() => decide(start.current, accepted));
  if (first?.next) {
    const isWritten = await write(start!.current, first.next, accepted);
    if (start === guessed) item.judge(isWritten);
    if (isWritten) return first.result;
  } else if (first && start?.isRead) return first.result;
  for (let tries = start ? 2 : 1; tries <= MAX_TRIES; tries += 1) {
    const current = await item.get();
    const decided = decide(current, current);
    if (!decided.next || (await write(current, decided.next, current))) return decided.result;
    await pauseAfter(tries);
  }
  throw new ContendedItemError(item.name, MAX_TRIES);
};

/** An error may be due to the likely item, which may be wrong. If it is not, the change throws it again after the read. */
const unlessItThrows = <D>(decide: () => D): D | undefined => {
  try {
    return decide();
  } catch {
    return undefined;
  }
};

const newerOf = <T extends Versioned>(
  guessed: Likely<T> | undefined,
  likely: Likely<T> | undefined,
): Likely<T> | undefined => {
  if (!guessed || !likely) return guessed ?? likely;
  const isNewer = revisionOf(guessed) > revisionOf(likely);
  return isNewer || (!likely.isRead && revisionOf(guessed) === revisionOf(likely)) ? guessed : likely;
};

const revisionOf = ({ current }: Likely<Versioned>): number => current?.revision ?? 0;
