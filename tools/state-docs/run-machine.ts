/** A state machine as one pure function. */
export type Step<S, E> = (
  state: S,
  event: E,
  now: string,
) => { readonly state: S; readonly commands: readonly { readonly type: string }[] };

/** One example of a state. Each event is tried at `earliest` and at every later turning point. */
export type ExampleState<S> = {
  readonly state: S;
  readonly earliest: string;
  /** In order of time. The label completes "once …" and "until …". */
  readonly turningPoints: readonly { readonly label: string; readonly at: string }[];
};

export type ExampleEvent<S, E> = { readonly label: string; readonly make: (state: S) => E };

export type Machine<S, E> = {
  readonly states: readonly ExampleState<S>[];
  readonly events: readonly ExampleEvent<S, E>[];
  readonly step: Step<S, E>;
  /** Two states with the same name are shown as one. */
  readonly nameOf: (state: S) => string;
};

/** What one event does to one state. */
export type Transition = {
  readonly from: string;
  readonly event: string;
  /** For example `once the lease has ended`. Empty: always. */
  readonly when: string;
  readonly to: string;
  readonly commands: readonly string[];
};

type Result = Pick<Transition, 'to' | 'commands'> & { readonly isChanged: boolean };

/** Tries every event on every state at every time. Leaves out what changes nothing and commands nothing. */
export const runMachine = <S, E>(machine: Machine<S, E>): Transition[] =>
  machine.states.flatMap((example) => machine.events.flatMap((event) => tryEvent(machine, example, event)));

const tryEvent = <S, E>(
  { step, nameOf }: Machine<S, E>,
  { state, earliest, turningPoints }: ExampleState<S>,
  { label: event, make }: ExampleEvent<S, E>,
): Transition[] => {
  const labels = turningPoints.map(({ label }) => label);
  const results = [earliest, ...turningPoints.map(({ at }) => at)].map((now): Result => {
    const { state: next, commands } = step(state, make(state), now);
    return { to: nameOf(next), commands: commands.map(({ type }) => type), isChanged: next !== state };
  });
  return splitIntoRuns(results)
    .filter(({ result }) => result.isChanged || result.commands.length > 0)
    .map(({ result: { to, commands }, first, last }) => {
      return { from: nameOf(state), event, when: describeTime(labels, first, last), to, commands };
    });
};

type Run = { readonly result: Result; readonly first: number; readonly last: number };

/** Joins neighbours with the same result. */
const splitIntoRuns = (results: readonly Result[]): Run[] =>
  results.reduce<Run[]>((runs, result, at) => {
    const open = runs.at(-1);
    const isSame = open !== undefined && JSON.stringify(open.result) === JSON.stringify(result);
    return isSame
      ? [...runs.slice(0, -1), { ...open, last: at }]
      : [...runs, { result, first: at, last: at }];
  }, []);

/** The label of turning point `n` is at index `n - 1`: time 0 is before all of them. */
const describeTime = (labels: readonly string[], first: number, last: number): string =>
  [
    ...(first > 0 ? [`once ${labels[first - 1]}`] : []),
    ...(last < labels.length ? [`until ${labels[last]}`] : []),
  ].join(', ');
