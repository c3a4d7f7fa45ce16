import type { CallOutcome } from './call-outcome.ts';

/** How one call of a reconciliation ended. */
export type SettledOutcome = Pick<CallOutcome, 'code' | 'message' | 'isAboutTheCall'> & {
  readonly outcome: Exclude<CallOutcome['outcome'], 'open'>;
};
