import { makeLogSink, metricSum } from '@recordings/test-kit';
import { makeBudgetNotes } from './make-budget-notes.ts';
import { makeLogger } from './make-logger.ts';
import { makeMetrics } from './make-metrics.ts';
import { makeNote } from './make-note.ts';

const host = 'ocp.example';

describe('the gauge circuit_breaker_state', () => {
  it('is 0 at the start, 1 while the breaker is open, and 0 again', async () => {
    const metrics = makeMetrics('downloader');
    const log = makeLogger({ service: 'downloader', level: 'debug' }, makeLogSink());
    const note = makeNote(makeBudgetNotes(metrics, host), log);
    const state = async () =>
      metricSum(await metrics.exposition(), 'circuit_breaker_state', `host="${host}"`);
    expect(await state()).toBe(0);
    note({ type: 'breaker_opened', host, pauseMs: 60_000 });
    expect(await state()).toBe(1);
    note({ type: 'breaker_closed', host });
    expect(await state()).toBe(0);
  });
});

describe('the gauge ocp_traffic_orders', () => {
  it('counts the orders of people that hold, by kind', async () => {
    const metrics = makeMetrics('downloader');
    const log = makeLogger({ service: 'downloader', level: 'debug' }, makeLogSink());
    const note = makeNote(makeBudgetNotes(metrics, host), log);
    const orders = async () => {
      const text = await metrics.exposition();
      return ['pause', 'limit'].map((kind) => metricSum(text, 'ocp_traffic_orders', `kind="${kind}"`));
    };
    expect(await orders()).toEqual([0, 0]);
    const order = { by: 'alice', reason: 'OCP asks', sinceMs: 0, untilMs: 1 };
    const limit = { ...order, maxRequests: 10 };
    note({
      type: 'traffic_orders_changed',
      host,
      orders: { pauses: [order, { ...order, group: 'a' }], limit },
    });
    expect(await orders()).toEqual([2, 1]);
    note({ type: 'traffic_orders_changed', host, orders: { pauses: [] } });
    expect(await orders()).toEqual([0, 0]);
  });
});
