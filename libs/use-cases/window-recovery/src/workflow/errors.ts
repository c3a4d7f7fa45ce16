import { DomainError } from '@recordings/fault';

/** A window has an execution of Step Functions, and this service is not configured for one. */
export class WorkflowMissingError extends DomainError {
  readonly code = 'WORKFLOW_NOT_CONFIGURED';
  readonly fault = 'retryable'; // Windows of other groups in the same queue go on.
}
