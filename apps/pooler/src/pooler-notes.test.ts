import { CallId, GroupId, ReconciliationId, TenantId, type Timestamp } from '@recordings/call-record';
import type { MissingCallsEvent } from '@recordings/missing-calls';
import { makeLogger, makeMetrics, makeNote } from '@recordings/service';
import { makeLogSink, metricSum } from '@recordings/test-kit';
import { makePoolerMetrics } from './pooler-metrics.ts';
import { makePoolerNotes } from './pooler-notes.ts';

const at: Timestamp = '2026-06-15T12:00:00.000Z';
const call = { tenantId: TenantId.parse('acme'), callId: CallId.parse('c-1') };
const reconciliationId = ReconciliationId.parse('r-1');
const groupId = GroupId.parse('Acme_EN');
const execution = {
  batchId: 'b-1',
  totalCallsQueried: 9,
  totalCallsFound: 3,
  totalWindowsCreated: 2,
  totalEventsPublished: 1,
  failedPublishes: 1,
  successfulCalls: 1,
  failedCalls: 2,
  unreadableCalls: 0,
  isDryRun: false,
  sweepsEnabled: true,
  limitReached: false,
  durationMs: 40,
};
const published = { batchId: 'b-1', reconciliationId, groupId, windowIndex: 1, callCount: 3, messageId: 'm' };
const planned = { ...call, reconciliationId, groupId, fromDate: at, toDate: at, callCount: 3 };
const counts = {
  candidate: 4,
  'maybe-stale': 3,
  'retention-expired': 2,
  'given-up': 0,
  reopenable: 0,
  future: 1,
  'group-unknown': 5,
  'not-due': 6,
  unreadable: 7,
};

/** Reports events; gives the log lines and the metrics that follow. */
const noteAll = (...events: MissingCallsEvent[]) => {
  const sink = makeLogSink();
  const metrics = makeMetrics('pooler');
  const log = makeLogger({ service: 'pooler', level: 'debug' }, sink);
  const note = makeNote(makePoolerNotes(makePoolerMetrics(metrics)), log);
  for (const event of events) note(event);
  const sum = async (name: string, ...labels: string[]): Promise<number> =>
    metricSum(await metrics.exposition(), name, ...labels);
  return { logged: sink.logged, sum, exposition: metrics.exposition };
};

type Logged = [level: string | undefined, event: MissingCallsEvent, fields: object];
type Counted = [metric: string, value: number, event: MissingCallsEvent, label?: string];

const completed = { type: 'pooler_execution_completed', ...execution, timestamp: at } as const;
const failed = { type: 'pooler_execution_failed', err: new Error('no') } as const;
const windowPlanned = { type: 'window_planned', ...planned, priority: 'low' } as const;
const windowPublished = { type: 'sns_event_published', ...published, timestamp: at } as const;
const unpublished = { code: 'Throttled', reason: 'slow', key: 'unpublished/b-1/e.json' };
const publishFailed = { type: 'sns_publish_failed', ...unpublished, request: {} as never } as const;
const expired = { type: 'retention_expired', ...call } as const;
const classified = { type: 'index_classified', counts } as const;

const unreadable = {
  type: 'reconciliation_unreadable',
  reconciliationId,
  isLeftAlone: false,
  reason: 'x',
} as const;
const shared = {
  type: 'call_id_shared',
  callId: CallId.parse('c'),
  tenantIds: [TenantId.parse('acme'), TenantId.parse('bolt')],
} as const;

describe('the log of the pooler', () => {
  it.each<Logged>([
    ['info', completed, { ...execution, timestamp: at }],
    ['error', failed, { err: { message: 'no' } }],
    ['error', { type: 'catch_up_failed', err: new Error('no') }, { err: { message: 'no' } }],
    ['warn', { type: 'call_in_future', ...call, callTimestamp: at }, { ...call, callTimestamp: at }],
    ['error', expired, call],
    ['warn', { type: 'stale_call_found', ...call, holder: reconciliationId }, { ...call, holder: 'r-1' }],
    ['error', unreadable, { reconciliationId, isLeftAlone: false }],
    ['error', { type: 'pending_call_unreadable', callId: 'c', code: 'X', reason: 'x' }, { code: 'X' }],
    ['warn', { type: 'window_empty', groupId, fromDate: at }, { groupId, fromDate: at }],
    ['debug', windowPlanned, { ...planned, priority: 'low' }],
    ['info', windowPublished, { ...published, timestamp: at }],
    ['error', publishFailed, unpublished],
    [undefined, { type: 'pooler_execution_busy' }, {}],
    ['warn', shared, { callId: 'c', tenantIds: ['acme', 'bolt'] }],
    [undefined, { type: 'candidate_seen', ageMs: 1 }, {}],
    [undefined, { type: 'execution_measured', durationMs: 1 }, {}],
    [undefined, { type: 'index_page_read', callCount: 1 }, {}],
    [undefined, classified, {}],
    [undefined, { type: 'overdue_counted', endMissing: 1, receivedOnly: 2 }, {}],
    [undefined, { type: 'candidates_found', durationMs: 1 }, {}],
    [undefined, { type: 'backlog_measured', oldestAgeMs: 1 }, {}],
    [undefined, { type: 'call_reclassified', from: 'candidate', to: 'unreadable' }, {}],
  ])('has a line of level %s for %j', (level, event, fields) => {
    const lines = noteAll(event).logged(event.type);
    expect(lines).toMatchObject(level === undefined ? [] : [{ level, ...fields }]);
    for (const line of lines) expect(line['msg']).toMatch(/\w+ \w+/);
  });
});

describe('the metrics of the pooler', () => {
  const dryRun = { ...completed, isDryRun: true };
  it.each<Counted>([
    ['executions_total', 1, completed, '"completed"'],
    ['executions_total', 1, dryRun, '"planned"'],
    ['executions_total', 1, failed, '"failed"'],
    ['executions_total', 1, { type: 'pooler_execution_busy' }, '"busy"'],
    ['catch_ups_failed_total', 1, { type: 'catch_up_failed', err: new Error('no') }],
    ['last_success_timestamp_seconds', Date.parse(at) / 1000, completed],
    ['last_success_timestamp_seconds', 0, dryRun],
    ['last_success_timestamp_seconds', 0, failed],
    ['execution_duration_seconds_sum', 2.5, { type: 'execution_measured', durationMs: 2_500 }],
    ['calls_queried_total', 7, { type: 'index_page_read', callCount: 7 }],
    ['reconciliation_age_hours_sum', 3, { type: 'candidate_seen', ageMs: 10_800_000 }],
    ['call_ids_shared_total', 1, shared],
    ['payloads_sent_total', 1, windowPublished],
    ['candidate_search_duration_ms_sum', 30, { type: 'candidates_found', durationMs: 30 }],
    ['reconciliation_backlog_age_hours_sum', 2, { type: 'backlog_measured', oldestAgeMs: 7_200_000 }],
    ['calls_end_missing_total', 1, { type: 'overdue_counted', endMissing: 1, receivedOnly: 2 }],
    ['calls_received_only_total', 2, { type: 'overdue_counted', endMissing: 1, receivedOnly: 2 }],
    ['calls_retention_expired_total', 1, expired],
    ['windows_created_total', 1, windowPlanned],
    ['calls_per_window_sum', 3, windowPlanned],
    ['events_published_total', 1, windowPublished],
    ['events_publish_failed_total', 1, publishFailed],
    ...Object.entries(counts).map(
      ([kind, count]): Counted => ['calls_pending_total', count, classified, `"${kind}"`],
    ),
  ])('have %s %d after %j', async (metric, value, event, label = '') => {
    expect(await noteAll(event).sum(metric, label)).toBe(value);
  });

  it('move a call whose record cannot be read to another class', async () => {
    const moved = { type: 'call_reclassified', from: 'maybe-stale', to: 'unreadable' } as const;
    const { sum } = noteAll(classified, moved);
    expect(await sum('calls_pending_total', '"maybe-stale"')).toBe(2);
    expect(await sum('calls_pending_total', '"unreadable"')).toBe(8);
  });

  it('have a series for each outcome before the first execution ends', async () => {
    const exposition = await noteAll().exposition();
    for (const outcome of ['completed', 'planned', 'busy', 'failed']) {
      expect(exposition).toMatch(new RegExp(`executions_total{outcome="${outcome}".*} 0`));
    }
  });
});
