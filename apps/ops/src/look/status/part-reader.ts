import type { Finding } from '../../doctor/check.ts';

/** A part of the status. */
export type Part =
  | 'days'
  | 'pending'
  | 'silent'
  | 'exports'
  | 'requests'
  | 'queues'
  | 'lastExecution'
  | 'services';

/** A part that is not shown, or not whole: why, and what a person does about it. */
export type NotShown = Finding & { readonly part: Part };

export type PartReader = {
  /** Reads a part. One that cannot be read does not hide the others. @returns undefined if it cannot be read. */
  readonly read: <T>(part: Part, run: () => Promise<T>) => Promise<T | undefined>;
  /** Leaves a part out, or something of it. Each reason is kept once. */
  readonly leaveOut: (part: Part, finding: Finding) => void;
  /** In the order in which the parts failed. */
  readonly notShown: readonly NotShown[];
};

/** @param explain says what an error of AWS or the configuration means. */
export const makePartReader = (explain: (error: unknown) => Finding): PartReader => {
  const notShown: NotShown[] = [];
  const leaveOut = (part: Part, finding: Finding): void => {
    const isKnown = notShown.some((one) => one.part === part && one.what === finding.what);
    if (!isKnown) notShown.push({ part, ...finding });
  };
  return {
    notShown,
    leaveOut,
    read: async (part, run) => {
      try {
        return await run();
      } catch (error) {
        leaveOut(part, explain(error));
        return undefined;
      }
    },
  };
};
