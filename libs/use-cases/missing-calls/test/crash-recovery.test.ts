import { shifted } from '@recordings/call-record';
import { daysBefore, ended, inOrder, keyOf, minutesBefore, NOON, queuedBy } from './call-fixture.ts';
import type { Fault } from './steps.ts';
import { callIdsOf, LEASE_MS, makeTestFinder, type TestFinder } from './test-finder.ts';

const pending = ['a', 'b', 'c', 'stale'];
/** A healthy execution of these calls takes fewer steps. */
const MAX_STEPS = 20;

const putCalls = (finder: TestFinder): void => {
  for (const [n, id] of ['a', 'b', 'c'].entries()) {
    finder.put(keyOf(id), ended({ key: keyOf(id), startedAt: minutesBefore(90 - (n < 2 ? n : 30)) }));
  }
  const stale = keyOf('stale');
  const call = ended({ key: stale, startedAt: minutesBefore(60) });
  finder.put(stale, inOrder(call, queuedBy('r-dead', minutesBefore(40))));
  finder.put(keyOf('expired'), ended({ key: keyOf('expired'), startedAt: daysBefore(61) }));
};

/** The call's record names a window that was published with this call in it. */
const isPublished = ({ memory, get }: TestFinder, callId: string): boolean =>
  memory.published.some(
    (request) =>
      request.payload.reconciliationId === get(keyOf(callId))?.reconciliationId &&
      callIdsOf(request).includes(callId),
  );

const runWithFault = async (fault: Fault): Promise<TestFinder> => {
  const finder = makeTestFinder({ fault });
  putCalls(finder);
  await finder.tryRun().catch(() => undefined);
  return finder;
};

const kinds = ['crash-before', 'crash-after', 'fail-before', 'fail-after'] as const;

it('takes fewer steps than these tests try', async () => {
  const finder = makeTestFinder();
  putCalls(finder);
  await finder.run();
  expect(finder.steps.count()).toBeGreaterThan(10);
  expect(finder.steps.count()).toBeLessThan(MAX_STEPS);
});

describe.each(kinds)('after a %s at any step', (kind) => {
  const steps = Array.from({ length: MAX_STEPS }, (_, at) => at);

  it('the next executions publish each pending call, and give up the expired one', async () => {
    for (const at of steps) {
      const faulty = await runWithFault({ at, kind });
      const next = makeTestFinder({ memory: faulty.memory });
      await next.run({ now: shifted(NOON, LEASE_MS) });
      await next.run({ now: minutesBefore(-31) });
      expect([at, pending.filter((id) => !isPublished(next, id))]).toEqual([at, []]);
      expect(next.get(keyOf('expired'))?.outcome?.code).toBe('RETENTION_EXPIRED');
    }
  });

  it('each published window has its calls queued under its own id', async () => {
    for (const at of steps) {
      const { memory } = await runWithFault({ at, kind });
      expect([at, memory.publishedUnqueued]).toEqual([at, []]);
    }
  });

  it('the claim is free at once if the process lives, and at the end of its lease if not', async () => {
    for (const at of steps) {
      const faulty = await runWithFault({ at, kind });
      const next = makeTestFinder({ memory: faulty.memory });
      const wasReleased = faulty.steps.log.includes('release done');
      const isBusy = faulty.memory.claim !== undefined;
      expect([at, (await next.tryRun({ now: shifted(NOON, LEASE_MS - 1) })) === undefined]).toEqual([
        at,
        isBusy,
      ]);
      if (wasReleased) expect([at, isBusy]).toEqual([at, false]);
      if (!isBusy) continue;
      expect(await next.tryRun({ now: shifted(NOON, LEASE_MS) })).toBeDefined();
    }
  });
});
