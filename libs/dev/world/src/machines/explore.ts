/** A state machine with a small alphabet, and what must hold at each of its steps and states. */
export type ExploredMachine<S> = {
  readonly starts: Readonly<Record<string, S>>;
  /** By name. Each returns the next state; the same one if the event changes nothing. */
  readonly events: Readonly<Record<string, (state: S) => S>>;
  /** Equal for states that behave alike. */
  readonly keyOf: (state: S) => string;
  /** @returns what is wrong, as sentences. */
  readonly checkStep: (before: S, after: S, event: string) => readonly string[];
  /** Called once for each state. @returns what is wrong, as sentences. */
  readonly checkState: (state: S) => readonly string[];
};

export type Explored<S> = {
  readonly states: readonly S[];
  readonly steps: number;
  /** Whether no event leads to a state that was not reached. */
  readonly isExhausted: boolean;
  /** Each with the shortest way to it. */
  readonly broken: readonly string[];
};

type Reached<S> = { readonly state: S; readonly way: string };

/** Sentences after which the search ends: the first are the shortest ways. */
const ENOUGH_BROKEN = 20;

/**
 * Tries every sequence of events from every start, breadth first. A state that was reached before is not tried again.
 *
 * @param depth longest sequence of events.
 */
export const explore = <S>(machine: ExploredMachine<S>, depth: number): Explored<S> => {
  const known = new Map<string, S>();
  const broken: string[] = [];
  let steps = 0;
  const reach = (state: S, way: string): Reached<S>[] => {
    const key = machine.keyOf(state);
    if (known.has(key)) return [];
    known.set(key, state);
    broken.push(...machine.checkState(state).map((sentence) => `${sentence}, after ${way}`));
    return [{ state, way }];
  };
  const expand = ({ state, way }: Reached<S>): Reached<S>[] =>
    Object.entries(machine.events).flatMap(([event, apply]) => {
      steps += 1;
      const after = apply(state);
      const wayThere = `${way}, ${event}`;
      broken.push(
        ...machine.checkStep(state, after, event).map((sentence) => `${sentence}, after ${wayThere}`),
      );
      return after === state ? [] : reach(after, wayThere);
    });

  let latest = Object.entries(machine.starts).flatMap(([name, state]) => reach(state, name));
  for (let at = 0; at < depth && latest.length > 0 && broken.length < ENOUGH_BROKEN; at += 1) {
    latest = latest.flatMap(expand);
  }
  return { states: [...known.values()], steps, isExhausted: latest.length === 0, broken };
};

/** The state as text, with the fields of each object in the order of their names. */
export const keyOfFields = (state: object): string =>
  JSON.stringify(state, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
