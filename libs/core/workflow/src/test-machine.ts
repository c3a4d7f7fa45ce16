import type { State, States } from './asl.ts';
import { defineStateMachine } from './define-state-machine.ts';
import type { WorkflowTask } from './workflow-message.ts';

/** The state machine for tests. */
export const machine = defineStateMachine({
  tasksQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/prod-workflow-tasks',
  failuresQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/prod-reconciliation-failures',
  reconciliationsTable: 'prod-reconciliations',
});

const listStates = (states: States): [string, State][] =>
  Object.entries(states).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...((state['Branches'] ?? []) as { readonly States: States }[]).flatMap((branch) =>
      listStates(branch.States),
    ),
    ...listStates((state['ItemProcessor'] as { readonly States: States } | undefined)?.States ?? {}),
  ]);

/** Every state by its name, those of branches and of the map included. */
export const states: ReadonlyMap<string, State> = new Map(listStates(machine.States));

export const stateOf = (name: string): State => {
  const state = states.get(name);
  if (!state) throw new Error(`there is no state ${name}`);
  return state;
};

type Template = Readonly<Record<string, unknown>>;

/** What Step Functions makes of parameters without functions: a name that ends in `.$` is read at its path. */
export const resolve = (template: Template, input: object, context: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(template).map(([name, value]) => {
      if (name.endsWith('.$')) return [name.slice(0, -2), valueAt(String(value), input, context)];
      const isInner = typeof value === 'object' && value !== null && !Array.isArray(value);
      return [name, isInner ? resolve(value as Template, input, context) : value];
    }),
  );

export const valueAt = (path: string, input: object, context: object): unknown => {
  const [root, ...names] = path.split(/[.[\]]+/).filter(Boolean);
  const value = names.reduce<unknown>(
    (inner, name) => (inner as Record<string, unknown> | undefined)?.[name],
    root === '$$' ? context : input,
  );
  if (value === undefined) throw new Error(`Step Functions fails: nothing is at ${path}`);
  return value;
};

/** The states that send a task of this kind to a worker, with what they send. */
export const sendersOf = (kind: WorkflowTask['kind']): [string, Template][] =>
  [...states].flatMap(([name, { Parameters }]) => {
    const body = (Parameters as { readonly MessageBody?: Template } | undefined)?.MessageBody;
    return body?.['kind'] === kind ? [[name, body] as [string, Template]] : [];
  });

/** The fields that the definition reads of an object at the root of its data: `$.end.at` reads `at` of `end`. */
export const listReads = (object: string, text = JSON.stringify(machine)): string[] =>
  [
    ...new Set([...text.matchAll(new RegExp(`\\$\\.${object}\\.(\\w+)`, 'g'))].map(([, field]) => field!)),
  ].sort();
