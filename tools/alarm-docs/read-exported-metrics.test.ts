import { readExportedMetrics } from './read-exported-metrics.ts';
import { readKnownNames } from './read-known-names.ts';

describe('readExportedMetrics', () => {
  it.each([
    ['calls_pending_total', 'gauge', ['class']],
    ['calls_given_up_total', 'counter', ['code']],
    ['downloads_total', 'counter', ['result', 'reason']],
    ['cdr_events_total', 'counter', ['type', 'result']],
    ['calls_failed_total', 'counter', ['code']],
    ['ocp_errors_total', 'counter', ['type']],
    ['http_requests_total', 'counter', ['route', 'status']],
    ['execution_duration_seconds', 'histogram', []],
  ])('finds %s, a %s', async (name, type, labels) => {
    expect((await readExportedMetrics()).get(name)).toEqual({ type, labels });
  });
});

describe('readKnownNames', () => {
  it('knows the events that services log, and no others', async () => {
    const { isLogged } = await readKnownNames(new Map());
    expect(['call_given_up', 'message_dead_lettered', 'budget_claim_ignored'].map(isLogged)).toEqual([
      true,
      true,
      true,
    ]);
    expect(isLogged('call_lost')).toBe(false);
  });
});
