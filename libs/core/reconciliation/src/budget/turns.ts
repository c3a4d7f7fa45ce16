/** The last departure of a download, by group, in epoch milliseconds. */
export type Turns = Readonly<Record<string, number>>;

/** A group whose last download left earlier than this ago is not waited for. */
const ACTIVE_MS = 30_000;
const MAX_GROUPS = 32;

/** Whether each other active group could have had a departure since the last one of this group. */
export const isBehind = (turns: Turns, group: string, departureMs: number, spacingMs: number): boolean => {
  const others = Object.entries(turns).filter(
    ([name, lastMs]) => name !== group && lastMs > departureMs - ACTIVE_MS,
  );
  return lastOf(turns, group) < departureMs - (others.length + 1) * spacingMs - 1;
};

/** Keeps the latest groups, so that the item stays small. */
export const withTurn = (turns: Turns, group: string, departureMs: number): Turns => {
  const all = Object.entries({ ...turns, [group]: departureMs });
  return Object.fromEntries(all.sort(([, a], [, b]) => b - a).slice(0, MAX_GROUPS));
};

/** Without the turns that a right clock cannot have written. */
export const possibleTurns = (turns: Turns, latestMs: number): Turns =>
  Object.fromEntries(Object.entries(turns).filter(([, lastMs]) => lastMs <= latestMs));

const lastOf = (turns: Turns, group: string): number => turns[group] ?? Number.NEGATIVE_INFINITY;
