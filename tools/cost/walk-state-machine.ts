import type { StateMachine } from '@recordings/workflow';

type State = StateMachine['States'][string];

/** What an execution enters on its way. */
export type Walk = {
  /** Names of the states in their order. Each is a state transition that AWS charges. */
  readonly states: readonly string[];
  /** Messages with a task token. */
  readonly tasks: number;
  /** Updates of the item of the window. */
  readonly writes: number;
};

/** Walks through a definition as an execution that recovers its window, whose export job is finished at the last poll. */
export const walkStateMachine = (machine: StateMachine, polls: number): Walk => {
  const entered: (readonly [string, State])[] = [];
  const count = (isCounted: (state: State) => boolean) =>
    entered.filter(([, state]) => isCounted(state)).length;
  const walk = ({ StartAt, States }: Pick<StateMachine, 'StartAt' | 'States'>): void => {
    for (let name: string | undefined = StartAt; name !== undefined; ) {
      const state: State = States[name]!;
      entered.push([name, state]);
      if (entered.length > MAX_STATES)
        throw new Error(`the walk does not end: it enters ${name} again and again`);
      for (const branch of (state['Branches'] ?? []) as StateMachine[]) walk(branch);
      name = nextOf(state, factsAfter(count(isPoll), polls));
    }
  };
  walk(machine);
  return {
    states: entered.map(([name]) => name),
    tasks: count(({ Resource }) => String(Resource).endsWith('.waitForTaskToken')),
    writes: count(({ Resource }) => String(Resource).endsWith('dynamodb:updateItem')),
  };
};

const MAX_STATES = 1_000;

type Facts = Readonly<Record<string, string | number>>;

/** What the choices read, after so many polls. */
const factsAfter = (polled: number, polls: number): Facts => ({
  '$.statusCheck.status': polled < polls ? 'IN_PROGRESS' : 'COMPLETED',
  '$.context.retryCount': polled,
  '$.context.maxRetries': polls + 1,
  '$.end.reconciliationStatus': 'COMPLETED',
});

const isPoll = ({ Parameters }: State): boolean =>
  (Parameters as { MessageBody?: { kind?: unknown } } | undefined)?.MessageBody?.kind ===
  'check-export-status';

type Rule = {
  readonly And?: readonly Rule[];
  readonly Or?: readonly Rule[];
  readonly Variable?: string;
  readonly StringEquals?: string;
  readonly NumericGreaterThanEqualsPath?: string;
  readonly Next?: string;
};

/** @returns undefined at the end. */
const nextOf = (state: State, facts: Facts): string | undefined => {
  if (state.Type === 'Map') throw new Error('a walk that succeeds enters no Map');
  if (state.Type !== 'Choice') return state['Next'] as string | undefined;
  const chosen = (state['Choices'] as Rule[]).find((rule) => holds(rule, facts));
  return (chosen?.Next ?? state['Default']) as string;
};

const holds = (rule: Rule, facts: Facts): boolean => {
  if (rule.And) return rule.And.every((one) => holds(one, facts));
  if (rule.Or) return rule.Or.some((one) => holds(one, facts));
  const value = factAt(rule.Variable, facts);
  if (rule.StringEquals !== undefined) return value === rule.StringEquals;
  return value >= factAt(rule.NumericGreaterThanEqualsPath, facts);
};

const factAt = (path: string | undefined, facts: Facts): string | number => {
  const fact = facts[path ?? ''];
  if (fact === undefined) throw new Error(`a choice reads ${path}, of which the walk knows nothing`);
  return fact;
};
