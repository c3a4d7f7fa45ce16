import { ended, keyOf, minutesBefore } from './call-fixture.ts';
import { makeTestFinder, type TestFinder } from './test-finder.ts';

/** Calls in a window each, the oldest first. */
const put = (finder: TestFinder, ids: readonly string[]): void => {
  for (const [n, id] of ids.entries()) {
    finder.put(keyOf(id), ended({ key: keyOf(id), startedAt: minutesBefore(300 - 20 * n) }));
  }
};

describe('an execution that plans more windows than it may publish', () => {
  const ids = ['a', 'b', 'c', 'd', 'e'];

  it('queues and publishes only so many, and the calls of the others stay pending', async () => {
    const finder = makeTestFinder({ policy: { maxEvents: 2 } });
    put(finder, ids);
    expect(await finder.run()).toMatchObject({ totalEventsPublished: 2, limitReached: true });
    expect(finder.takePublished()).toEqual([['a'], ['b']]);
    expect(finder.get(keyOf('c'))).toMatchObject({ reconciliationStatus: 'pending' });
    expect(finder.noted('windows_left')).toEqual([{ type: 'windows_left', windowCount: 3 }]);
  });

  it('is followed by others that publish the rest', async () => {
    const finder = makeTestFinder({ policy: { maxEvents: 2 } });
    put(finder, ids);
    for (let run = 0; run < 3; run += 1) await finder.run();
    expect(finder.takePublished().flat()).toEqual(ids);
  });

  it('plans only so many in a dry run', async () => {
    const finder = makeTestFinder({ policy: { maxEvents: 2 } });
    put(finder, ids);
    expect(await finder.run({ isDryRun: true })).toMatchObject({ totalWindowsCreated: 2 });
  });
});

describe('the event of a window', () => {
  const published = async (policy: NonNullable<Parameters<typeof makeTestFinder>[0]>['policy']) => {
    const sent: unknown[] = [];
    const finder = makeTestFinder({
      policy: policy!,
      deps: (deps) => ({
        publish: async (windows) => {
          sent.push(...windows);
          return deps.publish(windows);
        },
      }),
    });
    put(finder, ['a']);
    await finder.run();
    return sent as {
      readonly body: { readonly payload: { readonly calls: object[] } };
      readonly attributes: object;
    }[];
  };

  it('has the start and the attempts of its calls, and attributes to filter by', async () => {
    const [window] = await published({});
    expect(window!.body.payload.calls).toEqual([
      { callId: 'a', callTimestamp: minutesBefore(300), reconciliationAttempts: 0 },
    ]);
    expect(window!.attributes).toMatchObject({ tenantId: 'acme', groupId: 'Acme_EN', priority: 'normal' });
  });

  it('has only the ids of its calls without details', async () => {
    const [window] = await published({ includeCallDetails: false });
    expect(window!.body.payload.calls).toEqual([{ callId: 'a' }]);
  });

  it('has only its type as attribute if attributes are switched off', async () => {
    const [window] = await published({ enableMessageAttributes: false });
    expect(window!.attributes).toEqual({ eventType: 'RECONCILIATION_REQUEST' });
  });
});
