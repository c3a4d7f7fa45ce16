import { OcpCredentialsError, OcpNotReadyError } from '@recordings/reconciliation';

/** OCP does not know who we are (401): our token may have ended. */
export class OcpUnauthorizedError extends OcpCredentialsError {}

/** OCP says by an error code that another job uses the export slot of the group. */
export class OcpBusyAnswer extends OcpNotReadyError {
  readonly answer: unknown;

  constructor(message: string, answer: unknown) {
    super(message);
    this.answer = answer;
  }
}
