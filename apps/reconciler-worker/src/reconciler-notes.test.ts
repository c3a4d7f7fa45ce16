import { CallId, ReconciliationId, TenantId } from '@recordings/call-record';
import { makeLogger, makeMetrics, makeNote } from '@recordings/service';
import { makeLogSink, metricSum } from '@recordings/test-kit';
import { makeReconcilerMetrics } from './reconciler-metrics.ts';
import { makeReconcilerNotes } from './reconciler-notes.ts';

const failed = {
  type: 'call_not_recovered',
  tenantId: TenantId.parse('acme'),
  callId: CallId.parse('c-1'),
  reconciliationId: ReconciliationId.parse('r-1'),
  reason: 'not listed',
  faults: 0,
} as const;

describe('the counter calls_failed_total', () => {
  it('counts each call that was not recovered, by its code', async () => {
    const metrics = makeMetrics('reconciler-worker');
    const log = makeLogger({ service: 'reconciler-worker', level: 'debug' }, makeLogSink());
    const note = makeNote(makeReconcilerNotes(makeReconcilerMetrics(metrics)), log);
    for (const code of ['NOT_FOUND', 'NOT_FOUND', 'TRUNCATED']) note({ ...failed, code });
    const text = await metrics.exposition();
    expect(metricSum(text, 'calls_failed_total', 'code="NOT_FOUND"')).toBe(2);
    expect(metricSum(text, 'calls_failed_total')).toBe(3);
  });
});
