import type { BudgetEvent } from '@recordings/reconciliation';
import type { Metrics } from './make-metrics.ts';
import type { NoteTable } from './make-note.ts';

/** What each event of sharing OCP's request budget becomes, in every service that sends requests to OCP. */
export const makeBudgetNotes = (metrics: Metrics): NoteTable<BudgetEvent> => {
  const faults = metrics.counter(
    'ocp_budget_faults_total',
    'Faults of the request budget’s item: a claim that was ignored, or an attribute that could not be read',
    ['kind'],
  );
  return {
    budget_claim_ignored: {
      level: 'error',
      message: 'claim of the OCP request budget ignored: it is too far ahead, so a clock is wrong',
      count: () => faults.inc({ kind: 'claim ignored' }),
    },
    budget_item_unreadable: {
      level: 'error',
      message: 'attributes of the OCP request budget cannot be read; they count as absent',
      count: () => faults.inc({ kind: 'unreadable' }),
    },
  };
};
