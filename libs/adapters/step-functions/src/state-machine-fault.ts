import { AWS_CREDENTIAL_FAULTS, DomainError } from '@recordings/fault';
import { StateMachineUnusableError, StepFunctionsUnavailableError } from './errors.ts';

/** Names of errors that need an operator. */
const UNUSABLE: ReadonlySet<string> = new Set([
  ...AWS_CREDENTIAL_FAULTS,
  'InvalidArn',
  'StateMachineDeleting',
  'StateMachineDoesNotExist',
]);

/** Turns a failed request to Step Functions into one of our errors. */
export const stateMachineFault = (error: unknown, resource: string): DomainError => {
  if (error instanceof DomainError) return error;
  const { name, message } = error as Error;
  const text = `${resource}: ${name}: ${message}`;
  if (UNUSABLE.has(name)) return new StateMachineUnusableError(text, { cause: error });
  return new StepFunctionsUnavailableError(text, { cause: error });
};
