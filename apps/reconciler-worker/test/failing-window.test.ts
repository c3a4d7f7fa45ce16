import { idOf, runScenario } from './world/run-scenario.ts';
import type { ScenarioCall } from './world/scenario.ts';
import { HOUR_MS } from './world/timeline.ts';

const PATIENCE_MS = 120_000;
const POISON = 3;

/** Eight calls of one group, each in an hour of its own, so that each is a window. */
const calls = Array.from(
  { length: 8 },
  (_, at): ScenarioCall => ({
    group: 'Hours',
    startMinute: -60 * (at + 1) - 45,
    lastsMinutes: 5,
    recordedMinute: -1_000,
    badDownloads: 0,
    failingJobs: at === POISON ? Infinity : 0,
    isKnown: true,
  }),
);

describe('a window that makes every export job fail', () => {
  it(
    'does not keep those it would be merged with from coming home, and is asked for again by itself',
    async () => {
      const { tables, ocp } = await runScenario(
        {
          seed: 1,
          calls,
          selectsBy: 'start',
          faults: [],
          jobs: [],
          creates: [],
          consoleJobs: [],
          tellsStarts: true,
          enforcesSlot: true,
          duplicates: 0,
          skewsMs: [0],
        },
        6 * HOUR_MS,
      );
      const missing = tables.calls.items().filter(({ s3Stored }) => !s3Stored);
      expect(missing.map(({ callId }) => callId)).toEqual([idOf(POISON)]);
      expect(missing[0]).toMatchObject({
        reconciliationAttempts: 0,
        outcome: { code: 'FAILED_EXPORT_ERROR', retryable: true },
      });
      const failed = ocp.jobs.filter(({ kind }) => kind === 'fail');
      expect(failed.length).toBeGreaterThan(4);
      expect(failed.at(-1)).toMatchObject({ calls: [{ callId: idOf(POISON) }] });
      expect(ocp.complaints).toEqual([]);
    },
    PATIENCE_MS,
  );
});
