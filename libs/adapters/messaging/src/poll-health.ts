export type PollHealth = {
  /** The consumer runs and its last poll did not fail. */
  readonly isPolling: boolean;
  /** Of the last poll, if it failed: queue, name and message of the error, in one line. */
  readonly lastError?: string;
};

const MAX_TEXT_CHARACTERS = 300;

/** AWS repeats the signed request, session token included, in further lines of some messages. */
export const firstLineOf = ({ message }: Error): string =>
  message.split('\n', 1)[0]!.slice(0, MAX_TEXT_CHARACTERS);
