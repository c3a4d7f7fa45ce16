/** Something that is wrong, or soon will be, and how a person mends it. */
export type Finding = {
  /** `unchecked`: the check could not look; nothing is known to be wrong. */
  readonly level: 'fault' | 'warning' | 'unchecked';
  readonly what: string;
  readonly fix: string;
};

/** One thing that `doctor` looks at. */
export type Check = {
  readonly name: string;
  /** Looks, and changes nothing. What it throws is explained as a finding. */
  readonly run: (signal: AbortSignal) => Promise<CheckResult>;
};

export type CheckResult = {
  /** What was looked at: the line of a check that finds nothing. */
  readonly looked: string;
  readonly findings: readonly Finding[];
};

/** How a check ended. */
export type CheckedResult = CheckResult & { readonly check: string; readonly tookMs: number };

export const fault = (what: string, fix: string): Finding => ({ level: 'fault', what, fix });
export const warning = (what: string, fix: string): Finding => ({ level: 'warning', what, fix });
/** What is not looked at without a registry, which is a finding of its own. */
export const withoutRegistry = (what: string): Finding =>
  unchecked(`without the registry ${what}`, 'correct the registry first, then run doctor again');

export const unchecked = (what: string, fix: string): Finding => ({ level: 'unchecked', what, fix });
