import { CRASH_DAY } from '../src/crashes/crash-day.ts';
import { listCrashes, pickOneOfEachKind } from '../src/crashes/list-crashes.ts';
import { playScenario } from '../src/play-scenario.ts';
import { judgeWorld } from '../src/rules/judge-world.ts';
import { renderCrashes } from '../src/simulate/render-crashes.ts';
import { simulateCrashes } from '../src/simulate/simulate-crashes.ts';

const crashes = await listCrashes(CRASH_DAY);

const requestsOf = (service: string): string[] => [
  ...new Set(crashes.filter((crash) => crash.service === service).map(({ request }) => request)),
];

describe('the day on which processes crash', () => {
  it('stores a pushed, a pulled and a listed call, and explains one without a recording and one that is damaged', async () => {
    const world = await playScenario(CRASH_DAY);
    expect(judgeWorld(CRASH_DAY, world)).toMatchObject({
      stored: 8,
      explained: 2,
      unheardOf: 0,
      moved: 2,
      broken: [],
    });
    const outcomes = world.tables.calls
      .items()
      .flatMap(({ s3Stored, outcome }) => (s3Stored ? [] : outcome!.code));
    expect(outcomes.sort()).toEqual(['DAMAGED_AT_OCP', 'MOVED', 'MOVED', 'NOT_FOUND']);
    expect(world.queues.deadLetters()).toEqual([]);
  });

  it('has every request of a recovery', () => {
    expect(requestsOf('worker')).toEqual(
      expect.arrayContaining(
        ['createJob', 'listJobs', 'jobStatus', 'jobRecordings'].map((request) => `ocp.${request}`),
      ),
    );
    expect(requestsOf('worker')).toEqual(
      expect.arrayContaining(['downloads.send', 'requests.ack', 'slots.put', 'reconciliation-failures.send']),
    );
    expect(requestsOf('pooler')).toEqual(
      expect.arrayContaining(['claim.put', 'call-records.put', 'requests.send']),
    );
    expect(requestsOf('downloader')).toEqual(
      expect.arrayContaining([
        'ocp.download',
        's3.promote',
        's3.quarantine',
        's3.copy',
        's3.remove',
        'call-moves.put',
        'reconciliations.update',
        'downloads.ack',
      ]),
    );
  });
});

describe('a crash before or after a request of any kind', () => {
  it.each(['pooler', 'worker', 'downloader', 'ingestion-api'])(
    'leaves each call stored once or explained, and dead-letters no message: %s',
    async (service) => {
      const some = pickOneOfEachKind(crashes).filter((crash) => crash.service === service);
      const totals = await simulateCrashes(CRASH_DAY, some, () => undefined);
      expect(totals).toEqual({
        requests: expect.any(Number),
        kinds: requestsOf(service).length,
        crashes: 2 * requestsOf(service).length,
        broken: [],
      });
    },
    60_000,
  );

  it('is shown with what it broke and the fault that repeats it', () => {
    const crash = { at: 17, kind: 'crash-after', service: 'worker', request: 'slots.put' } as const;
    const totals = {
      requests: 20,
      kinds: 3,
      crashes: 40,
      broken: [{ crash, promises: ['call-1 has no record'] }],
    };
    expect(renderCrashes(totals, 2_500)).toContain(
      [
        'broken by crash-after at slots.put of worker:',
        '  call-1 has no record',
        "again: play CRASH_DAY with faults: [{ afterSteps: 17, kind: 'crash-after' }]",
      ].join('\n'),
    );
  });
});
