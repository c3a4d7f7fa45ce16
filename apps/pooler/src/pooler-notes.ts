import { epochMsOf } from '@recordings/call-record';
import type {
  CallEvent,
  ExecutionEvent,
  IndexEvent,
  MissingCallsEvent,
  SweepEvent,
  WindowEvent,
} from '@recordings/missing-calls';
import type { NoteTable } from '@recordings/service';
import type { PoolerMetrics } from './pooler-metrics.ts';

const HOUR_MS = 3_600_000;

/** Which metric moves and which line is logged for each event of finding missing calls. */
export const makePoolerNotes = (metrics: PoolerMetrics): NoteTable<MissingCallsEvent> => ({
  ...makeExecutionNotes(metrics),
  ...makeIndexNotes(metrics),
  ...makeCallNotes(metrics),
  ...makeWindowNotes(metrics),
  ...makeSweepNotes(metrics),
});

const makeExecutionNotes = (metrics: PoolerMetrics): NoteTable<ExecutionEvent> => ({
  pooler_execution_completed: {
    level: 'info',
    message: 'execution completed',
    count: ({ isDryRun, timestamp }) => {
      metrics.executions.inc({ outcome: isDryRun ? 'planned' : 'completed' });
      if (!isDryRun) metrics.lastSuccessS.set(epochMsOf(timestamp) / 1000);
    },
  },
  pooler_execution_failed: {
    level: 'error',
    message: 'execution failed',
    count: () => metrics.executions.inc({ outcome: 'failed' }),
  },
  execution_not_recorded: {
    level: 'error',
    message: 'record of the execution not written; the execution goes on',
  },
  pooler_execution_busy: { count: () => metrics.executions.inc({ outcome: 'busy' }) },
  pooler_execution_followed: {
    level: 'info',
    message: 'more calls wait and few windows are open: another execution starts',
  },
  catch_up_failed: {
    level: 'error',
    message: 'open windows not counted; the rest of the backlog waits for the next execution',
    count: () => metrics.catchUpsFailed.inc(),
  },
  execution_measured: { count: ({ durationMs }) => metrics.durationS.observe(durationMs / 1000) },
});

const makeIndexNotes = (metrics: PoolerMetrics): NoteTable<IndexEvent> => ({
  index_page_read: { count: ({ callCount }) => metrics.queried.inc(callCount) },
  index_classified: {
    count: ({ counts }) => {
      for (const [kind, count] of Object.entries(counts)) metrics.pending.set({ class: kind }, count);
    },
  },
  overdue_counted: {
    count: ({ endMissing, receivedOnly }) => {
      metrics.endMissing.set(endMissing);
      metrics.receivedOnly.set(receivedOnly);
    },
  },
  candidates_found: { count: ({ durationMs }) => metrics.searchMs.observe(durationMs) },
  candidate_seen: { count: ({ ageMs }) => metrics.ageHours.observe(ageMs / HOUR_MS) },
  backlog_measured: { count: ({ oldestAgeMs }) => metrics.backlogAgeHours.observe(oldestAgeMs / HOUR_MS) },
});

const unreadableNotes: Pick<NoteTable<CallEvent>, 'reconciliation_unreadable' | 'pending_call_unreadable'> = {
  reconciliation_unreadable: {
    level: 'error',
    message: 'reconciliation cannot be read; its calls are taken from it, unless a newer version wrote it',
  },
  pending_call_unreadable: {
    level: 'error',
    message: 'call skipped: its item cannot be read or written',
  },
};

const makeCallNotes = (metrics: PoolerMetrics): NoteTable<CallEvent> => ({
  ...unreadableNotes,
  call_in_future: { level: 'warn', message: 'call starts in the future; it waits until its start' },
  call_id_shared: {
    level: 'warn',
    message: 'calls of several tenants have the same id; each is recovered by itself',
    count: () => metrics.idsShared.inc(),
  },
  call_given_up: {
    level: 'error',
    message: 'call given up: the deadline of OCP has passed',
    count: ({ code }) => metrics.givenUp.inc({ code }),
  },
  call_reopened: {
    level: 'warn',
    message: 'call reopened: its deadline is later now',
    count: () => metrics.reopened.inc(),
  },
  retention_expired: {
    level: 'error',
    message: 'call given up: OCP deletes its recording before an export could finish',
    count: () => metrics.expired.inc(),
  },
  stale_call_found: {
    level: 'warn',
    message: 'call taken from a reconciliation that is closed, missing or past its lease',
  },
  call_reclassified: {
    count: ({ from, to }) => {
      metrics.pending.dec({ class: from });
      metrics.pending.inc({ class: to });
    },
  },
});

const makeWindowNotes = (metrics: PoolerMetrics): NoteTable<WindowEvent> => ({
  window_empty: { level: 'warn', message: 'window dropped: all its calls changed after the index was read' },
  windows_left: {
    level: 'warn',
    message: 'more windows than one execution publishes; the calls of the others stay pending',
  },
  window_planned: {
    level: 'debug',
    message: 'window planned',
    count: ({ callCount }) => {
      metrics.windows.inc();
      metrics.callsPerWindow.observe(callCount);
    },
  },
  sns_event_published: {
    level: 'info',
    message: 'window published',
    count: () => {
      metrics.published.inc();
      metrics.payloadsSent.inc();
    },
  },
  sns_publish_failed: {
    level: 'error',
    message: 'window not published; it goes to the replay bucket',
    count: () => metrics.failed.inc(),
  },
});

const sweepLogNotes: Pick<NoteTable<SweepEvent>, 'sweep_not_run'> = {
  sweep_not_run: {
    level: 'warn',
    message: 'a person asked for sweeps, and SWEEP_ENABLED is false: nothing runs them',
  },
};

const makeSweepNotes = (metrics: PoolerMetrics): NoteTable<SweepEvent> => ({
  ...sweepLogNotes,
  sweep_published: {
    level: 'info',
    message: 'window of a sweep published',
    count: () => metrics.sweeps.inc({ outcome: 'published' }),
  },
  sweep_not_published: {
    level: 'warn',
    message: 'window of a sweep not published; a later execution publishes it',
    count: () => metrics.sweeps.inc({ outcome: 'not published' }),
  },
  sweep_ended: {
    level: 'info',
    message: 'range swept',
    count: () => metrics.sweeps.inc({ outcome: 'swept' }),
  },
  sweep_failed: {
    level: 'warn',
    message: 'range not swept; it is swept again after a wait',
    count: () => metrics.sweeps.inc({ outcome: 'failed' }),
  },
  sweep_range_expired: {
    level: 'error',
    message: 'range never swept: OCP deleted its recordings before that',
    count: () => metrics.sweeps.inc({ outcome: 'expired' }),
  },
  sweep_group_failed: {
    level: 'error',
    message: 'sweeps of the group skipped: its checkpoint cannot be read or written',
    count: () => metrics.sweeps.inc({ outcome: 'skipped' }),
  },
  sweeps_measured: {
    count: ({ running, lateMs }) => {
      metrics.sweepsRunning.set(running);
      metrics.sweepLateHours.set(lateMs / HOUR_MS);
    },
  },
});
