import { type Definition, parseDefinition } from '../asl/definition.ts';
import { arnOfMachine, checkName } from './arn.ts';
import { makeServiceError } from './service-error.ts';

export type Machine = {
  readonly arn: string;
  readonly name: string;
  readonly createdAt: Date;
  /** The definition as it was given. */
  text: string;
  definition: Definition;
  roleArn: string;
};

export type StateMachines = ReturnType<typeof makeStateMachines>;

type Given = { readonly definition?: string | undefined; readonly roleArn?: string | undefined };

export const makeStateMachines = () => {
  const machines = new Map<string, Machine>();

  const get = (arn: string | undefined): Machine => {
    const machine = machines.get(arn ?? '');
    if (!machine)
      throw makeServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    return machine;
  };

  /** Executions that run keep the definition that they started with. */
  const update = (arn: string | undefined, { definition, roleArn }: Given): Machine => {
    const machine = get(arn);
    if (definition !== undefined)
      Object.assign(machine, { text: definition, definition: readDefinition(definition) });
    if (roleArn !== undefined) machine.roleArn = roleArn;
    return machine;
  };

  /** A name that exists is updated. AWS refuses another definition, so that provisioning must update by itself there. */
  const create = (given: string | undefined, { definition = '', roleArn = '' }: Given): Machine => {
    const name = checkName(given ?? '');
    const arn = arnOfMachine(name);
    if (machines.has(arn)) return update(arn, { definition, roleArn });
    const parsed = readDefinition(definition);
    const machine = { arn, name, createdAt: new Date(), text: definition, definition: parsed, roleArn };
    machines.set(arn, machine);
    return machine;
  };

  return { create, update, get, list: (): Machine[] => [...machines.values()] };
};

const readDefinition = (text: string): Definition => {
  try {
    return parseDefinition(text);
  } catch (error) {
    throw makeServiceError(
      'InvalidDefinition',
      `Invalid State Machine Definition: ${(error as Error).message}`,
    );
  }
};
