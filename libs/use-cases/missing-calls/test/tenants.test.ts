import { daysBefore, ended, keyOf, minutesBefore } from './call-fixture.ts';
import { makeTestFinder, type TestFinder } from './test-finder.ts';

const [acme, bolt] = [keyOf('a', 'acme'), keyOf('b', 'bolt')];
const boltExpired = keyOf('expired', 'bolt');
let finder: TestFinder;

beforeEach(() => {
  finder = makeTestFinder();
  finder.put(acme, ended({ key: acme, startedAt: minutesBefore(60) }));
  finder.put(bolt, ended({ key: bolt, startedAt: minutesBefore(90), groupId: 'Bolt_EN' }));
  finder.put(boltExpired, ended({ key: boltExpired, startedAt: daysBefore(60), groupId: 'Bolt_EN' }));
});

describe('an execution that covers some tenants', () => {
  it('takes and publishes only their calls', async () => {
    const execution = await finder.run({ tenantIds: ['acme'] });
    expect(execution).toMatchObject({
      totalCallsFound: 1,
      totalWindowsCreated: 1,
      totalEventsPublished: 1,
    });
    expect(finder.takePublished()).toEqual([['a']]);
  });

  it('leaves the calls of other tenants as they are, also one whose deadline has passed', async () => {
    const before = structuredClone([finder.get(bolt), finder.get(boltExpired)]);
    await finder.run({ tenantIds: ['acme'] });
    expect([finder.get(bolt), finder.get(boltExpired)]).toEqual(before);
    await finder.run({ tenantIds: ['bolt'] });
    expect(finder.get(boltExpired)?.reconciliationStatus).toBe('given_up');
  });

  it('plans only their calls in a dry run', async () => {
    expect(await finder.run({ isDryRun: true, tenantIds: ['acme'] })).toMatchObject({ totalCallsFound: 1 });
  });

  it('counts only their unreadable calls in its answer', async () => {
    finder.memory.records.set('bolt#bad', { ...finder.get(bolt)!, callTimestamp: '2026-01-01' });
    expect(await finder.run({ tenantIds: ['acme'] })).toMatchObject({ unreadableCalls: 0 });
    expect(await finder.run({ tenantIds: ['bolt'] })).toMatchObject({ unreadableCalls: 1 });
  });

  it('counts the waiting calls of all tenants for the metrics', async () => {
    await finder.run({ tenantIds: ['acme'] });
    expect(finder.noted('index_classified')).toMatchObject([{ counts: { candidate: 2 } }]);
  });
});

it('measures the backlog by the oldest call, though no partition of this pooler covers it', async () => {
  const scoped = makeTestFinder({
    policy: { scope: { partition: { kind: 'letters', ranges: [{ last: 'A' }] } } },
  });
  scoped.put(acme, ended({ key: acme, startedAt: minutesBefore(60) }));
  scoped.put(bolt, ended({ key: bolt, startedAt: minutesBefore(90), groupId: 'Bolt_EN' }));
  await scoped.run();
  expect(scoped.takePublished()).toEqual([['a']]);
  expect(scoped.noted('backlog_measured')).toMatchObject([{ oldestAgeMs: 90 * 60_000 }]);
});

it('covers all tenants if the execution names none', async () => {
  await finder.run();
  expect(finder.takePublished().flat().sort()).toEqual(['a', 'b']);
});

describe('an execution that was asked for a part of the calls', () => {
  const other = keyOf('other-group');
  const idsOf = async (scope: Parameters<TestFinder['run']>[0]): Promise<string[]> => {
    await finder.run(scope);
    return finder.takePublished().flat().sort();
  };
  beforeEach(() => {
    finder.put(other, ended({ key: other, startedAt: minutesBefore(30), groupId: 'Acme_ES' }));
  });

  it('takes only calls that started in its range', async () => {
    expect(await idsOf({ from: minutesBefore(60), to: minutesBefore(30) })).toEqual(['a']);
  });

  it('takes only calls of its groups', async () => {
    expect(await idsOf({ groupIds: ['Acme_ES'] })).toEqual(['other-group']);
  });

  it('takes only calls with its ids', async () => {
    expect(await idsOf({ callIds: ['a', 'b'] })).toEqual(['a', 'b']);
  });

  it('takes a call that it names only if the call is a candidate', async () => {
    const fresh = keyOf('fresh');
    finder.put(fresh, ended({ key: fresh, startedAt: minutesBefore(3) }));
    expect(await idsOf({ callIds: ['fresh'] })).toEqual([]);
  });

  it('takes only calls that the configured range contains too', async () => {
    const limited = makeTestFinder({
      memory: finder.memory,
      policy: { scope: { from: minutesBefore(70) } },
    });
    await limited.run({ tenantIds: ['acme', 'bolt'] });
    expect(finder.takePublished().flat().sort()).toEqual(['a', 'other-group']);
  });
});
