import { ended, keyOf, minutesBefore } from './call-fixture.ts';
import { makeTestFinder } from './test-finder.ts';

/** Two calls of a group with one job a window, and three of a group that is exported in whole hours. */
const finderWithCalls = () => {
  const finder = makeTestFinder();
  const put = (id: string, minutesAgo: number, groupId: string): void =>
    finder.put(keyOf(id), ended({ key: keyOf(id), groupId, startedAt: minutesBefore(minutesAgo) }));
  put('a', 300, 'Acme_EN');
  put('b', 200, 'Acme_EN');
  for (const [at, id] of ['c', 'd', 'e'].entries()) put(id, 600 + at * 60, 'Acme_Hours');
  return finder;
};

describe('the plan of a dry run', () => {
  it('has the windows, calls and export jobs of each group, and the requests to OCP', async () => {
    const { plan, totalWindowsCreated } = await finderWithCalls().run({ isDryRun: true });
    expect(plan?.groups).toMatchObject([
      { tenantId: 'acme', groupId: 'Acme_EN', windows: 2, calls: 2, exportJobs: 2 },
      { tenantId: 'acme', groupId: 'Acme_Hours', calls: 3, exportJobs: 1 },
    ]);
    expect(plan?.groups.reduce((sum, { windows }) => sum + windows, 0)).toBe(totalWindowsCreated);
    expect(plan?.ocpRequests).toMatchObject({ create: 3, download: 5 });
  });

  it('covers only the calls that the execution takes', async () => {
    const { plan } = await finderWithCalls().run({ isDryRun: true, groupIds: ['Acme_EN'], callIds: ['a'] });
    expect(plan?.groups).toMatchObject([{ groupId: 'Acme_EN', calls: 1 }]);
  });

  it('is neither logged nor kept with the execution, and a real execution has none', async () => {
    const finder = finderWithCalls();
    const { batchId } = await finder.run({ isDryRun: true });
    expect(finder.noted('pooler_execution_completed')[0]).not.toHaveProperty('plan');
    expect(finder.memory.journal.get(batchId)).not.toHaveProperty('figures.plan');
    expect(await finder.run()).not.toHaveProperty('plan');
  });
});
