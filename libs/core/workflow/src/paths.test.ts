import type { State, States } from './asl.ts';
import { machine } from './test-machine.ts';

/** Where an execution may go on after a state, and what its data has there beside what it had before. */
type Edge = { readonly to: string; readonly gives: readonly string[] };
type Handler = { readonly Next: string; readonly ResultPath?: string };

const rootOf = (path: unknown): string[] => (typeof path === 'string' ? [path.split('.')[1] ?? ''] : []);

const edgesOf = (state: State): Edge[] => {
  const next = typeof state['Next'] === 'string' ? [state['Next']] : [];
  const made = Object.keys((state['Parameters'] ?? {}) as object).map((name) => name.replace(/\.\$$/, ''));
  const gives = state.Type === 'Pass' && !('ResultPath' in state) ? made : rootOf(state['ResultPath']);
  const choices = (state['Choices'] ?? []) as readonly Handler[];
  const fallback = typeof state['Default'] === 'string' ? [state['Default']] : [];
  return [
    ...next.map((to) => ({ to, gives })),
    ...[...choices.map(({ Next }) => Next), ...fallback].map((to) => ({ to, gives: [] })),
    ...((state['Catch'] ?? []) as readonly Handler[]).map(({ Next, ResultPath }) => ({
      ...{ to: Next, gives: rootOf(ResultPath) },
    })),
  ];
};

/** What the data surely has when each state begins. A state that no way leads to is absent. */
const findGiven = (states: States, start: string, atStart: readonly string[]): Map<string, Set<string>> => {
  const given = new Map([[start, new Set(atStart)]]);
  const queue = [start];
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    for (const { to, gives } of edgesOf(states[name]!)) {
      const there = new Set([...given.get(name)!, ...gives]);
      const before = given.get(to);
      const both = before ? new Set([...before].filter((root) => there.has(root))) : there;
      if (before?.size === both.size) continue;
      given.set(to, both);
      queue.push(to);
    }
  }
  return given;
};

/** The roots that a state reads. What a branch or a map reads is read by its own states. */
const readsOf = ({
  Branches: _,
  ItemProcessor: __,
  Catch: ___,
  ResultPath: ____,
  ...rest
}: State): string[] => [
  ...new Set([...JSON.stringify(rest).matchAll(/(?<!\$)\$\.(\w+)/g)].map(([, root]) => root!)),
];

const INPUT = ['maxPolls', 'pollDelaySeconds'];
const given = findGiven(machine.States, machine.StartAt, INPUT);
const branches = (
  machine.States['ParallelProcessing']!['Branches'] as { StartAt: string; States: States }[]
).flatMap(({ StartAt, States }) => {
  const inBranch = findGiven(States, StartAt, [...given.get('ParallelProcessing')!]);
  return Object.entries(States).map(([name, state]) => [name, state, inBranch.get(name)] as const);
});
const all = [
  ...Object.entries(machine.States).map(([name, state]) => [name, state, given.get(name)] as const),
  ...branches,
].map(([name, state, roots]): [string, State, Set<string> | undefined] => [name, state, roots]);

describe('the ways through the state machine', () => {
  it.each(all)('lead to each state: %s', (_, __, roots) => {
    expect(roots).toBeDefined();
  });

  it.each(all)('give each state what it reads, whichever way is taken: %s', (_, state, roots) => {
    expect([...roots!]).toEqual(expect.arrayContaining(readsOf(state)));
  });

  it('take a failure step to a state that knows the end', () => {
    expect([...given.get('HandleUnexpectedError')!]).toEqual(
      expect.arrayContaining(['input', 'context', 'end']),
    );
    expect([...given.get('ReleaseAfterUnexpectedError')!]).not.toContain('exportJob');
  });
});
