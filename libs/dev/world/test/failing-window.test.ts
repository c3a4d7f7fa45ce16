import { playScenario } from '../src/play-scenario.ts';
import type { ScenarioCall } from '../src/scenario/scenario.ts';
import { callIdAt } from '../src/scenario/world-call.ts';
import { HOUR_MS } from '../src/time/timeline.ts';
import { call, scenarioOf } from './scenario-fixture.ts';

const POISON = 3;

/** Eight calls of one group, each in an hour of its own, so that each is a window. */
const calls = Array.from(
  { length: 8 },
  (_, at): ScenarioCall => ({
    ...call,
    startMinute: -60 * (at + 1) - 45,
    lastsMinutes: 5,
    failingJobs: at === POISON ? Infinity : 0,
  }),
);

describe('a window that makes every export job fail', () => {
  it('does not block the windows it would be merged with, and is asked for again by itself', async () => {
    const { tables, ocp } = await playScenario(scenarioOf(...calls), { patienceMs: 7 * HOUR_MS });
    const missing = tables.calls.items().filter(({ s3Stored }) => !s3Stored);
    expect(missing.map(({ callId }) => callId)).toEqual([callIdAt(POISON)]);
    expect(missing[0]).toMatchObject({
      reconciliationAttempts: 0,
      outcome: { code: 'FAILED_EXPORT_ERROR', retryable: true },
    });
    const failed = ocp.jobs.filter(({ kind }) => kind === 'fail');
    expect(failed.length).toBeGreaterThan(4);
    expect(failed.at(-1)).toMatchObject({ calls: [{ callId: callIdAt(POISON) }] });
    expect(ocp.complaints).toEqual([]);
  });
});
