import { DomainError } from '@recordings/fault';

/** The state machine is missing, or we may not use it. */
export class StateMachineUnusableError extends DomainError {
  readonly code = 'STATE_MACHINE_UNUSABLE';
  readonly fault = 'configuration';
}

/** Step Functions did not answer, throttled us, or reported a transient fault. */
export class StepFunctionsUnavailableError extends DomainError {
  readonly code = 'STEP_FUNCTIONS_UNAVAILABLE';
  readonly fault = 'retryable';
}
