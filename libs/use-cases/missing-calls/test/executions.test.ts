import { epochMsOf, shifted, timestampOf } from '@recordings/call-record';
import { daysBefore, ended, inOrder, keyOf, minutesBefore, NOON, queuedBy } from './call-fixture.ts';
import { type FinderOptions, LEASE_MS, makeTestFinder, type TestFinder } from './test-finder.ts';

const key = keyOf('a');

const makeFinder = (options?: FinderOptions): TestFinder => {
  const finder = makeTestFinder(options);
  finder.put(key, ended({ key, startedAt: minutesBefore(60) }));
  return finder;
};

describe('executions', () => {
  it('run one at a time: one of three that start together runs, the others report that they are busy', async () => {
    const first = makeFinder();
    const { memory } = first;
    const finders = [first, makeTestFinder({ memory }), makeTestFinder({ memory })];
    const executions = await Promise.all(finders.map((finder) => finder.tryRun()));
    expect(executions.filter((execution) => execution !== undefined)).toHaveLength(1);
    expect(first.takePublished()).toEqual([['a']]);
    const [, second, third] = finders;
    for (const busy of [second!, third!]) {
      expect(busy.events).toEqual([{ type: 'pooler_execution_busy' }]);
      expect(busy.steps.log).toEqual(['claim', 'claim done', 'pooler_execution_busy']);
    }
  });

  it('never release the claim of another execution', async () => {
    const finder = makeFinder();
    finder.memory.claim = { owner: 'another', until: shifted(NOON, 1) };
    expect(await finder.tryRun()).toBeUndefined();
    expect(finder.memory.claim).toMatchObject({ owner: 'another' });
  });

  it('take the claim with the id of their batch', async () => {
    const finder = makeFinder({ afterFind: async () => owners.push(finder.memory.claim?.owner) });
    const owners: unknown[] = [];
    const { batchId } = await finder.run();
    expect(owners).toEqual([batchId]);
  });

  it('queue each call once, even if one outlives its claim and meets the next', async () => {
    const next = makeTestFinder();
    const { memory } = next;
    const afterFind = () => next.run({ now: shifted(NOON, LEASE_MS) });
    const slow = makeFinder({ memory, afterFind });
    expect(await slow.run()).toMatchObject({ totalCallsFound: 1, totalEventsPublished: 0 });
    expect(slow.takePublished()).toEqual([['a']]);
  });

  it('report an error, release the claim, and throw the error', async () => {
    const error = new Error('no');
    const finder = makeFinder({ afterFind: () => Promise.reject(error) });
    await expect(finder.run()).rejects.toBe(error);
    expect(finder.noted('pooler_execution_failed')).toEqual([
      { type: 'pooler_execution_failed', err: error },
    ]);
    expect(finder.noted('execution_measured')).toHaveLength(1);
    expect(finder.noted('pooler_execution_completed')).toEqual([]);
    const { memory } = finder;
    expect(await makeTestFinder({ memory }).tryRun()).toMatchObject({ totalCallsFound: 1 });
  });

  it('report an error of the claim, without measuring an execution', async () => {
    const finder = makeFinder({ fault: { at: 0, kind: 'fail-before' } });
    await expect(finder.run()).rejects.toThrow('before claim');
    expect(finder.events.map(({ type }) => type)).toEqual(['pooler_execution_failed']);
  });

  it('count as failed if the claim cannot be released', async () => {
    const release = (): Promise<never> => Promise.reject(new Error('no release'));
    const finder = makeFinder({ deps: ({ claim }) => ({ claim: { ...claim, release } }) });
    await expect(finder.run()).rejects.toThrow('no release');
    expect(finder.noted('pooler_execution_failed')).toHaveLength(1);
    expect(finder.noted('pooler_execution_completed')).toEqual([]);
  });

  it('with no pending call publish nothing and complete', async () => {
    const finder = makeTestFinder();
    expect(await finder.run()).toMatchObject({
      totalCallsFound: 0,
      totalWindowsCreated: 0,
      totalEventsPublished: 0,
      limitReached: false,
    });
    expect(finder.noted('backlog_measured')).toEqual([]);
  });
});

describe('an execution reports', () => {
  it('its figures and its durations', async () => {
    let ms = epochMsOf(NOON);
    const clock = { now: () => timestampOf((ms += 1_000)) };
    const finder = makeFinder({ deps: () => clock });
    const execution = await finder.run();
    expect(execution).toEqual({
      batchId: expect.stringMatching(/^id-/) as string,
      totalCallsQueried: 1,
      totalCallsFound: 1,
      totalWindowsCreated: 1,
      totalEventsPublished: 1,
      failedPublishes: 0,
      successfulCalls: 1,
      failedCalls: 0,
      unreadableCalls: 0,
      isDryRun: false,
      sweepsEnabled: false,
      limitReached: false,
      durationMs: 2_000,
    });
    expect(finder.noted('pooler_execution_completed')).toEqual([
      { type: 'pooler_execution_completed', ...execution, timestamp: timestampOf(ms) },
    ]);
    expect(finder.noted('candidates_found')).toEqual([{ type: 'candidates_found', durationMs: 1_000 }]);
    expect(finder.noted('execution_measured')).toEqual([{ type: 'execution_measured', durationMs: 5_000 }]);
  });
});

describe('a dry run', () => {
  it('says what would be published, and changes, publishes and gives up no call', async () => {
    const finder = makeTestFinder();
    const [fresh, stale, expired] = [keyOf('fresh'), keyOf('stale'), keyOf('expired')];
    finder.put(fresh, ended({ key: fresh, startedAt: minutesBefore(60) }));
    const call = ended({ key: stale, startedAt: minutesBefore(90) });
    finder.put(stale, inOrder(call, queuedBy('r-dead', minutesBefore(40))));
    finder.put(expired, ended({ key: expired, startedAt: daysBefore(60) }));
    const before = structuredClone([...finder.memory.records]);
    const figures = { totalCallsFound: 2, totalWindowsCreated: 2 };
    const planned = { ...figures, isDryRun: true, totalEventsPublished: 0, failedPublishes: 0 };
    expect(await finder.run({ isDryRun: true })).toMatchObject({ ...planned, unreadableCalls: 0 });
    expect([...finder.memory.records]).toEqual(before);
    expect(finder.steps.log).not.toContain('publish');
    expect(finder.noted('retention_expired')).toEqual([]);
    expect(finder.noted('window_planned').map(({ callCount }) => callCount)).toEqual([1, 1]);
    expect(finder.noted('pooler_execution_completed')).toMatchObject([{ isDryRun: true }]);

    expect(await finder.run()).toMatchObject({ ...figures, totalEventsPublished: 2 });
  });
});
