/** An argument or option that the command cannot use. Its message names the value and what is expected. */
export class WrongArgumentError extends Error {
  override readonly name = 'WrongArgumentError';
}
