import type { BudgetEvent } from '@recordings/reconciliation';
import type { Metrics } from './make-metrics.ts';
import type { NoteTable } from './make-note.ts';

/** Seconds. Control requests wait less than 10; downloads of a backlog wait for minutes. */
const WAIT_BUCKETS: readonly number[] = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3_600];

/** What each event of sharing OCP's request budget becomes, in every service that sends requests to OCP. */
export const makeBudgetNotes = (metrics: Metrics): NoteTable<BudgetEvent> => ({
  ...makePermitNotes(metrics),
  ...makeFaultNotes(metrics),
});

const makePermitNotes = (metrics: Metrics) => {
  const departures = metrics.counter(
    'ocp_budget_departures_total',
    'Departures that this process claimed, by use: used, missed or unused; each counts against the budget',
    ['use'],
  );
  const waitS = metrics.histogram(
    'ocp_permit_wait_seconds',
    'Wait of a request for its departure, by lane',
    ['lane'],
    WAIT_BUCKETS,
  );
  const writes = metrics.counter(
    'ocp_budget_writes_total',
    'Writes of the request budget’s item, by outcome: written, or lost against another worker',
    ['outcome'],
  );
  return {
    permit_granted: {
      count: ({ lane, waitedMs }) => {
        departures.inc({ use: 'used' });
        waitS.observe({ lane }, waitedMs / 1000);
      },
    },
    departure_forfeited: { count: ({ reason }) => departures.inc({ use: reason }) },
    budget_written: { count: ({ isWritten }) => writes.inc({ outcome: isWritten ? 'written' : 'lost' }) },
  } satisfies Partial<NoteTable<BudgetEvent>>;
};

const makeFaultNotes = (metrics: Metrics) => {
  const slowed = metrics.counter('ocp_slowdowns_total', 'Times that OCP asked us to slow down');
  const faults = metrics.counter(
    'ocp_budget_faults_total',
    'Faults of the request budget’s item: a claim that was ignored, an attribute that could not be read, or no write',
    ['kind'],
  );
  return {
    budget_slowed: {
      level: 'warn',
      message: 'OCP asked us to slow down; all workers do for some minutes',
      count: () => slowed.inc(),
    },
    budget_not_slowed: {
      level: 'error',
      message: 'OCP asked us to slow down, and the other workers were not informed',
      count: () => {
        slowed.inc();
        faults.inc({ kind: 'not written' });
      },
    },
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
  } satisfies Partial<NoteTable<BudgetEvent>>;
};
