import type { CallOutcome } from './reconciliation-record.ts';

/** How one call of a reconciliation ended. */
export type SettledOutcome = Pick<CallOutcome, 'code' | 'message' | 'isAboutTheCall'> & {
  readonly outcome: Exclude<CallOutcome['outcome'], 'open'>;
};
