import { codeOf, faultOf } from '@recordings/fault';
import type { NoteTable } from '@recordings/service';
import type { RecoveryEvent } from '@recordings/window-recovery';
import type { ReconcilerMetrics } from './reconciler-metrics.ts';
import { makeWorkflowNotes } from './workflow-notes.ts';

/** What each event of recovering windows becomes: a metric, a log line, or both. */
export const makeReconcilerNotes = (metrics: ReconcilerMetrics): NoteTable<RecoveryEvent> => ({
  ...makeExportNotes(metrics),
  ...makeSlotNotes(metrics),
  ...resultNotes,
  ...makeListingNotes(metrics),
  ...makeRecoveryNotes(metrics),
  ...makeCallbackNotes(metrics),
  ...makeSweepNotes(metrics),
  ...makeCallNotes(metrics),
  ...makeWorkflowNotes(metrics),
});

type Notes = Partial<NoteTable<RecoveryEvent>>;

const makeExportNotes = (metrics: ReconcilerMetrics) =>
  ({
    export_job_created: {
      level: 'info',
      message: 'export job created',
      count: () => metrics.jobsCreated.inc(),
    },
    export_job_adopted: {
      level: 'warn',
      message: 'export job found at OCP: the answer to its create had been lost',
      count: () => metrics.jobsAdopted.inc(),
    },
    export_job_create_failed: { level: 'error', message: 'export job not created' },
    export_job_polled: { level: 'debug', message: 'export job polled' },
    export_job_poll_failed: {
      // An outage ends without us. Wrong credentials need an operator.
      level: ({ err }) => (faultOf(err) === 'configuration' ? 'error' : 'warn'),
      message: 'status of the export job not read',
    },
    export_job_ended: { level: 'error', message: 'export job ended without recordings' },
    export_job_orphaned: {
      level: 'error',
      message: 'the registry no longer has the group for the tenant of this export job; OCP is not asked',
    },
    export_job_put_off: {
      level: 'warn',
      message: 'export job not created: OCP fails, and no request is sent for a while',
    },
  }) satisfies Notes;

/** Failed jobs in a row after which the waits have taken more than an hour. */
const isLong = (failures: number): boolean => failures > 4;

const makeSlotNotes = (metrics: ReconcilerMetrics) =>
  ({
    export_slot_busy: {
      level: 'info',
      message: 'export job not created: another job uses the export slot of the group',
      count: () => metrics.slotBusy.inc(),
    },
    export_item_unreadable: {
      level: 'error',
      message: 'item of the export group skipped: it cannot be read',
      count: ({ kind }) => metrics.itemsUnreadable.inc({ kind }),
    },
    export_slot_taken: {
      count: ({ group, waitedMs }) => metrics.slotWaitS.observe({ group }, waitedMs / 1000),
    },
    exports_held_back: {
      level: ({ failures, why }) => (isLong(failures) || why === 'credentials refused' ? 'error' : 'warn'),
      message: 'exports of the tenant held back, because its jobs fail again and again',
      count: ({ failures, why }) =>
        metrics.heldBack.inc({ why, since: isLong(failures) ? 'hours' : 'minutes' }),
    },
    export_slot_freed: { count: ({ phase }) => metrics.jobsEnded.inc({ phase }) },
  }) satisfies Notes;

const resultNotes = {
  export_delivered: { level: 'info', message: 'recordings of the export job delivered' },
  export_results_gone: { level: 'error', message: 'OCP no longer has the results of the export job' },
  export_results_throttled: {
    level: 'warn',
    message: 'OCP throttles the listing; it will be asked for again',
  },
  export_results_refused: {
    level: 'warn',
    message: 'OCP refuses us the listing, or a person has paused it; it will be asked for again',
  },
} satisfies Notes;

const makeListingNotes = (metrics: ReconcilerMetrics) =>
  ({
    listed_recording_unusable: {
      level: 'warn',
      message: 'listed recording skipped: its call id is not valid',
      count: () => metrics.listingOddities.inc({ kind: 'call-id' }),
    },
    recording_listed_twice: {
      level: 'warn',
      message: 'call listed with another recording; each is fetched',
      count: () => metrics.listingOddities.inc({ kind: 'twice' }),
    },
    listed_row_unreadable: {
      level: 'warn',
      message: 'row of the listing skipped: it cannot be read',
      count: () => metrics.listingOddities.inc({ kind: 'row' }),
    },
    listing_cut_off: {
      level: 'warn',
      message: 'listing ended early',
      count: () => metrics.listingOddities.inc({ kind: 'cut-off' }),
    },
    hours_not_confirmed: {
      level: 'error',
      message: 'confirmed hours could not be stored; their completeness stays unconfirmed',
    },
    listing_doubted: {
      level: ({ kind }) => (kind === 'untrusted' ? 'error' : 'warn'),
      message: 'listing proves no absence; its calls are asked for again',
      count: ({ kind }) => metrics.listingsDoubted.inc({ kind }),
    },
    asks_replaced: { count: ({ calls }) => metrics.asksReplaced.inc({}, calls) },
    unrequested_recording: { count: () => metrics.unrequested.inc() },
  }) satisfies Notes;

const makeRecoveryNotes = (metrics: ReconcilerMetrics) =>
  ({
    reconciliation_closed: {
      level: ({ status }) => (status === 'COMPLETED' ? 'info' : 'error'),
      message: 'reconciliation closed',
      count: ({ status, counts }) => {
        metrics.closed.inc({ status });
        metrics.callsProcessed.inc({}, counts.stored ?? 0);
      },
    },
    reconciliation_stuck: {
      level: 'error',
      message: 'reconciliation cannot be read or written; its calls are free when its lease ends',
      count: ({ code }) => metrics.stuck.inc({ code }),
    },
    watchdog_failed: {
      level: 'error',
      message: 'watchdog step failed; the next round tries again',
      count: ({ err }) => metrics.watchdogFailures.inc({ code: codeOf(err) }),
    },
    group_unknown: {
      level: ({ disposition }) => (disposition === 'postpone' ? 'warn' : 'error'),
      message: 'the registry does not have the group of the message for its tenant',
      count: ({ disposition }) => metrics.groupUnknown.inc({ outcome: disposition }),
    },
    endpoint_differs: {
      level: 'error',
      message: 'the window is for an OCP at another base URL; our OCP is not asked for its calls',
      count: ({ disposition }) => metrics.endpointDiffers.inc({ outcome: disposition }),
    },
    limit_reached: {
      level: 'warn',
      message: 'limit reached',
      count: ({ limit }) => metrics.limitsReached.inc({ limit }),
    },
    check_ignored: { count: ({ reason }) => metrics.ignored.inc({ reason }) },
  }) satisfies Notes;

const makeCallbackNotes = (metrics: ReconcilerMetrics) =>
  ({
    callback_posted: {
      level: 'info',
      message: 'result of the window posted to the URL of its group',
      count: () => metrics.callbacks.inc({ result: 'posted' }),
    },
    callback_failed: {
      level: 'warn',
      message: 'result of the window not accepted by the URL of its group; it is posted again later',
      count: () => metrics.callbacks.inc({ result: 'failed' }),
    },
    callback_given_up: {
      level: 'error',
      message: 'result of the window not accepted by the URL of its group; its message is in the DLQ',
      count: () => metrics.callbacks.inc({ result: 'given up' }),
    },
  }) satisfies Notes;

const makeSweepNotes = (metrics: ReconcilerMetrics) =>
  ({
    cdrs_unreadable: {
      level: 'warn',
      message: 'CDRs of an export cannot be read; its range is swept again',
      count: () => metrics.listingOddities.inc({ kind: 'cdrs_unreadable' }),
    },
    range_swept: {
      level: 'info',
      message: 'range swept: its calls are compared with what OCP lists',
      count: (event) => countSweep(metrics, event),
    },
    range_not_swept: {
      level: 'warn',
      message: 'range not swept: its listing or its CDRs prove too little; it is swept again',
      count: (event) => countSweep(metrics, event),
    },
    stored_call_not_listed: {
      level: 'warn',
      message: 'stored call not listed: OCP does not list its recording any more; it stays stored',
    },
  }) satisfies Notes;

const makeCallNotes = (metrics: ReconcilerMetrics) =>
  ({
    call_discovered: {
      level: 'warn',
      message: 'call discovered: an export lists it, and we have no event of it',
      count: () => metrics.discovered.inc(),
    },
    call_skipped: { level: 'info', message: 'call of the window skipped: it does not need recovery now' },
    call_not_recovered: {
      level: 'warn',
      message: 'call not recovered; it will be asked for again',
      count: ({ code }) => metrics.callsFailed.inc({ code }),
    },
    recording_damaged_at_ocp: {
      level: 'error',
      message: 'OCP gave the same rejected bytes twice; the recording is asked for by the daily schedule',
      count: () => metrics.callsDamaged.inc(),
    },
    call_faulty: {
      level: 'error',
      message: 'call not recovered after many faults in a row',
      count: ({ code }) => metrics.callsFaulty.inc({ code }),
    },
    call_reopened: {
      level: ({ was }) => (was === 'given up' ? 'error' : 'warn'),
      message: 'call reopened: an export lists its recording',
      count: ({ was }) => metrics.callsReopened.inc({ was }),
    },
    call_stuck: {
      level: 'error',
      message: 'record of the call cannot be read or written',
      count: ({ code }) => metrics.callsStuck.inc({ code }),
    },
  }) satisfies Notes;

type Swept = Extract<RecoveryEvent, { readonly type: 'range_swept' | 'range_not_swept' }>;

const countSweep = ({ rangesSwept, sweptCalls }: ReconcilerMetrics, event: Swept): void => {
  rangesSwept.inc({ result: event.isDone ? 'swept' : 'not swept' });
  for (const found of ['listed', 'created', 'reopened', 'notListed'] as const)
    sweptCalls.inc({ found }, event[found]);
};
