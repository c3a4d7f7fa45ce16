/** What the exit status of a command says. Documented in `docs/operations.md`. */
export const exitStatus = {
  done: 0,
  /** AWS, OCP or the configuration failed, or some of what was asked failed. */
  failed: 1,
  wrongArguments: 2,
  /** What was asked for does not exist, a list is empty, or nothing was done. */
  nothingFound: 3,
} as const;
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** What came of the parts of an action. One that failed is said, whatever was done beside it. */
export type Parts = { readonly isAnyDone: boolean; readonly isAnyFailed?: boolean };

export const statusOf = ({ isAnyDone, isAnyFailed = false }: Parts): ExitStatus => {
  if (isAnyFailed) return exitStatus.failed;
  return isAnyDone ? exitStatus.done : exitStatus.nothingFound;
};
