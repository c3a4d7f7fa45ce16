import type { BudgetEvent } from '@recordings/reconciliation';
import type { Metrics } from './make-metrics.ts';
import type { NoteTable } from './make-note.ts';

/** Seconds. Control requests wait less than 10; downloads of a backlog wait for minutes. */
const WAIT_BUCKETS: readonly number[] = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3_600];

/** What each event of sharing the access to an OCP host becomes, in every service that sends requests to it. */
export const makeBudgetNotes = (metrics: Metrics, host: string): NoteTable<BudgetEvent> => ({
  ...makePermitNotes(metrics),
  ...makeBreakerNotes(metrics, host),
  ...makeDownloadNotes(metrics),
  ...makeOrderNotes(metrics, host),
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

const makeBreakerNotes = (metrics: Metrics, ocpHost: string) => {
  const state = metrics.gauge(
    'circuit_breaker_state',
    'Breaker of an OCP host that all workers share, as this process saw it last: 0 closed, 1 open',
    ['host'],
  );
  const rateIsHigh = metrics.gauge(
    'ocp_outage_rate_high',
    '1 while half of the requests to an OCP host in the last 10 minutes were outages: half as many run at once',
    ['host'],
  );
  for (const gauge of [state, rateIsHigh]) gauge.set({ host: ocpHost }, 0);
  return {
    breaker_opened: {
      level: 'error',
      message: 'OCP failed again and again: no request is sent for a while',
      count: ({ host }) => state.set({ host }, 1),
    },
    breaker_closed: {
      level: 'info',
      message: 'OCP answers again',
      count: ({ host }) => state.set({ host }, 0),
    },
    outage_rate_high: {
      level: 'error',
      message: 'half of the requests to OCP in the last 10 minutes failed: half as many run at once',
      count: ({ host }) => rateIsHigh.set({ host }, 1),
    },
    outage_rate_normal: {
      level: 'info',
      message: 'most requests to OCP are answered again',
      count: ({ host }) => rateIsHigh.set({ host }, 0),
    },
  } satisfies Partial<NoteTable<BudgetEvent>>;
};

const makeDownloadNotes = (metrics: Metrics) => {
  const paused = metrics.gauge(
    'ocp_downloads_paused',
    '1 while no recording of an OCP group is downloaded, because its downloads fail, as this process saw it last',
    ['group'],
  );
  return {
    downloads_paused: {
      level: 'error',
      message: 'downloads of the group failed again and again: none is sent for a while',
      count: ({ group }) => paused.set({ group }, 1),
    },
    downloads_resumed: {
      level: 'info',
      message: 'downloads of the group go on',
      count: ({ group }) => paused.set({ group }, 0),
    },
  } satisfies Partial<NoteTable<BudgetEvent>>;
};

const makeOrderNotes = (metrics: Metrics, ocpHost: string) => {
  const orders = metrics.gauge(
    'ocp_traffic_orders',
    'Orders of people that slow the requests to an OCP host, by kind: pause or limit, as this process saw them last',
    ['host', 'kind'],
  );
  for (const kind of ['pause', 'limit']) orders.set({ host: ocpHost, kind }, 0);
  return {
    traffic_orders_changed: {
      level: 'warn',
      message: 'a person pauses or limits the requests to OCP, or such an order has ended',
      count: ({ host, orders: { pauses = [], limit } }) => {
        orders.set({ host, kind: 'pause' }, pauses.length);
        orders.set({ host, kind: 'limit' }, limit ? 1 : 0);
      },
    },
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
    breaker_pause_ignored: {
      level: 'error',
      message: 'pause of the OCP breaker ignored: it is too long, so a clock is wrong',
      count: () => faults.inc({ kind: 'pause ignored' }),
    },
    budget_item_unreadable: {
      level: 'error',
      message: 'attributes of the OCP request budget cannot be read; they count as absent',
      count: () => faults.inc({ kind: 'unreadable' }),
    },
  } satisfies Partial<NoteTable<BudgetEvent>>;
};
