import { begun, ended, keyOf, minutesBefore } from './call-fixture.ts';
import { callIdsOf, makeTestFinder } from './test-finder.ts';

/** Two calls that can be taken, and one that has not ended. */
const finderWith = (options: Parameters<typeof makeTestFinder>[0] = {}) => {
  const finder = makeTestFinder(options);
  for (const [n, id] of ['a', 'b'].entries()) {
    finder.put(keyOf(id), ended({ key: keyOf(id), startedAt: minutesBefore(60 * (n + 1)) }));
  }
  finder.put(keyOf('running'), begun({ key: keyOf('running'), startedAt: minutesBefore(5) }));
  return finder;
};

describe('the figures of an execution', () => {
  it('count what was read, what was found, and the calls of published windows', async () => {
    expect(await finderWith().run()).toMatchObject({
      totalCallsQueried: 3,
      totalCallsFound: 2,
      successfulCalls: 2,
      failedCalls: 0,
    });
  });

  it('count the calls of a window that could not be published as failed', async () => {
    const finder = finderWith({
      deps: ({ publish }) => ({
        publish: async (windows) => {
          const isA = ({ body }: (typeof windows)[number]): boolean => callIdsOf(body).includes('a');
          const { published } = await publish(windows.filter((window) => !isA(window)));
          return {
            published,
            failed: windows.filter(isA).map(({ id }) => ({ id, code: 'X', message: 'x' })),
          };
        },
      }),
    });
    expect(await finder.run()).toMatchObject({ successfulCalls: 1, failedCalls: 1, totalCallsFound: 2 });
  });

  it('count no call of a dry run as successful', async () => {
    const figures = { totalCallsFound: 2, successfulCalls: 0, failedCalls: 0 };
    expect(await finderWith().run({ isDryRun: true })).toMatchObject(figures);
  });

  it('count only calls that the execution covers', async () => {
    const finder = finderWith();
    const bolt = keyOf('c', 'bolt');
    finder.put(bolt, ended({ key: bolt, startedAt: minutesBefore(60), groupId: 'Bolt_EN' }));
    expect(await finder.run({ tenantIds: ['bolt'] })).toMatchObject({ totalCallsQueried: 1 });
  });
});

it('reports the age of each call that could be taken', async () => {
  const finder = finderWith({ policy: { maxCalls: 1 } });
  await finder.run();
  const ages = finder.noted('candidate_seen').map(({ ageMs }) => ageMs / 60_000);
  expect(ages.sort((a, b) => a - b)).toEqual([60, 120]);
});

it('reports an id that calls of two tenants have, and recovers both calls', async () => {
  const finder = finderWith();
  const twin = keyOf('a', 'bolt');
  finder.put(twin, ended({ key: twin, startedAt: minutesBefore(60), groupId: 'Bolt_EN' }));
  expect(await finder.run()).toMatchObject({ totalEventsPublished: 3 });
  expect(finder.noted('call_id_shared')).toEqual([
    { type: 'call_id_shared', callId: 'a', tenantIds: ['acme', 'bolt'] },
  ]);
  expect(finder.takePublished().filter((ids) => ids.includes('a'))).toHaveLength(2);
});
