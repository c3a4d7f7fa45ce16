import { StateMachine } from 'aws-local-stepfunctions';
import { RESOURCES } from '../tasks/resource.ts';

/** A state as its definition has it. The fields are those of the Amazon States Language. */
export type State = {
  readonly Type: 'Task' | 'Pass' | 'Parallel' | 'Map' | 'Choice' | 'Wait' | 'Succeed' | 'Fail';
  readonly Next?: string;
  readonly End?: boolean;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Retry?: readonly Handled[];
  readonly Catch?: readonly (Handled & { readonly Next: string })[];
  readonly Resource?: string;
  readonly Parameters?: unknown;
  readonly ResultSelector?: unknown;
  readonly Result?: unknown;
  readonly Branches?: readonly States[];
  readonly ItemProcessor?: States & { readonly ProcessorConfig?: { readonly Mode?: string } };
  readonly Iterator?: States;
  readonly ItemSelector?: unknown;
  readonly ItemsPath?: string;
  readonly MaxConcurrency?: number;
  readonly MaxConcurrencyPath?: string;
  readonly TimeoutSeconds?: number;
  readonly TimeoutSecondsPath?: string;
  readonly HeartbeatSeconds?: number;
  readonly HeartbeatSecondsPath?: string;
  readonly Error?: string;
  readonly ErrorPath?: string;
  readonly Cause?: string;
  readonly CausePath?: string;
};

type Handled = { readonly ErrorEquals: readonly string[]; readonly ResultPath?: string | null };

/** A state machine, a branch of a Parallel state or the processor of a Map state. */
export type States = {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
};

export type Definition = States & { readonly TimeoutSeconds?: number };

/** Fields that the library would ignore. */
const UNKNOWN = [
  'Assign',
  'Arguments',
  'Output',
  'Credentials',
  'ItemReader',
  'ItemBatcher',
  'ResultWriter',
  'ToleratedFailureCount',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentage',
  'ToleratedFailurePercentagePath',
];

/**
 * Reads the definition of a state machine.
 *
 * @throws an error that says what is wrong with it, or what the emulator lacks.
 */
export const parseDefinition = (text: string): Definition => {
  const definition = JSON.parse(text) as Definition;
  new StateMachine(definition as never); // It checks the definition.
  if (JSON.stringify(definition).includes('"QueryLanguage":"JSONata"'))
    throw new Error('the emulator knows only JSONPath');
  for (const [name, state] of statesIn(definition)) {
    const lacked = findLacked(state);
    if (lacked !== undefined) throw new Error(`state ${name}: the emulator does not know ${lacked}`);
  }
  return definition;
};

const findLacked = (state: State): string | undefined => {
  const { Type, Resource, ItemProcessor } = state;
  if (Type === 'Task' && !RESOURCES.includes(Resource ?? '')) return `the resource ${Resource}`;
  if (ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED') return 'the mode DISTRIBUTED';
  return UNKNOWN.find((field) => field in state);
};

const statesIn = (states: States): [string, State][] =>
  Object.entries(states.States).flatMap(([name, state]) => [
    [name, state],
    ...[state.Branches ?? [], state.ItemProcessor ?? [], state.Iterator ?? []].flat().flatMap(statesIn),
  ]);
