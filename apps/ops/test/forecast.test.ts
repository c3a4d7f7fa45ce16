import { giveUpCall } from '@recordings/call-record';
import { contextAt, keyOf, NOON, type OpsEnvironment, startEnvironment } from './start-environment.ts';

let environment: OpsEnvironment;
beforeAll(async () => {
  environment = await startEnvironment();
});
afterAll(() => environment.stop());

describe('forecast', () => {
  it('ends with 3 if no call is missing', async () => {
    const { status, said, complaints } = await environment.run('forecast');
    expect([status, said, complaints]).toEqual([3, '', 'No call of a known group is missing.']);
  });

  it('counts jobs, requests, GB and calls that OCP deletes too soon, and leaves out calls that were given up', async () => {
    await environment.addCall('early', '2026-06-14T02:00:00.000Z');
    await environment.addCall('today', '2026-06-15T02:00:00.000Z');
    await environment.addCall('nearly-gone', '2026-04-16T13:00:00.000Z');
    await environment.addCall('gone', '2026-04-16T02:00:00.000Z');
    const notFound = { code: 'NOT_FOUND', message: 'no' };
    await environment.stores.calls.change(keyOf('gone'), giveUpCall(notFound, contextAt(NOON)));
    const { status, said } = await environment.run('forecast', '--json');
    expect(status).toBe(0);
    const { groups, total } = JSON.parse(said) as { groups: object[]; total: object };
    expect(groups).toEqual([
      expect.objectContaining({
        ...{ tenant: 'acme', group: 'Acme_EN', calls: 3, jobs: 3, tooLate: 1 },
        ocpRequests: { create: 3, poll: 3, list: 3, download: 3, total: 12 },
        firstDeletion: '2026-06-15T13:00:00.000Z',
        gb: 0.00288,
      }),
    ]);
    expect(total).toMatchObject({ calls: 3, jobs: 3, requests: 12, tooLate: 1 });
  });

  it('takes longer with a smaller budget', async () => {
    const read = async (...args: string[]) => {
      const { said } = await environment.run('forecast', '--json', ...args);
      return (JSON.parse(said) as { total: { hours: number } }).total;
    };
    expect((await read('--requests', '1')).hours).toBeGreaterThan((await read()).hours);
  });

  it('prints a table of at most 100 columns with the sum in its last line', async () => {
    const { said } = await environment.run('forecast', '--tenant', 'acme', '--group', 'Acme_EN');
    expect(said).toMatch(/^all +3 +3 +12 /m);
    expect(said).toContain('TOO LATE: OCP deletes at most 1 calls');
    expect(Math.max(...said.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it.each([
    [['--tenant', 'acmee'], '--tenant is "acmee"; expected one of the registry: acme'],
    [['--group', 'Other'], '--group is "Other"'],
    [['--requests', '0'], '--requests is "0"; expected 1 to 1000000'],
  ])('refuses %j', async (args, why) => {
    const { status, complaints } = await environment.run('forecast', ...args);
    expect([status, complaints]).toEqual([2, expect.stringContaining(why)]);
  });
});
