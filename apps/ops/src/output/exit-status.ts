/** What the exit status of a command says. Documented in `docs/operations.md`. */
export const exitStatus = {
  done: 0,
  /** AWS, OCP or the configuration failed. */
  failed: 1,
  wrongArguments: 2,
  /** What was asked for does not exist, a list is empty, or nothing was done. */
  nothingFound: 3,
} as const;
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];
