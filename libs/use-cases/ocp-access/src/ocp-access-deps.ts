import type {
  BreakerRules,
  BudgetEvent,
  BudgetLimit,
  ReadBudget,
  RequestBudget,
} from '@recordings/reconciliation';

/** What sharing the access to an OCP host needs from outside. */
export type OcpAccessDeps = {
  /** Names the budget. */
  readonly host: string;
  readonly limit: BudgetLimit;
  readonly rules: BreakerRules;
  readonly changeBudget: ChangeBudget;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Calls `onElapsed` after `delayMs`. @returns the function that cancels the timer. */
  readonly startTimer: (delayMs: number, onElapsed: () => void) => () => void;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Reports what happened. It must not throw. */
  readonly note: (event: BudgetEvent) => void;
};

/** Reads the budget of a host strongly, applies the change, and writes `next` once if no other worker wrote meanwhile. */
export type ChangeBudget = <R>(
  host: string,
  change: (read: ReadBudget) => { readonly next?: RequestBudget; readonly result: R },
) => Promise<{ readonly isWritten: boolean; readonly result: R }>;
