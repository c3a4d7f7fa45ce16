import { CallId, GroupId, TenantId } from '@recordings/call-record';
import { NOON, type OpsEnvironment, startEnvironment } from './start-environment.ts';

let environment: OpsEnvironment;
beforeAll(async () => {
  environment = await startEnvironment();
});
afterAll(() => environment.stop());

const key = { tenantId: TenantId.parse('acme'), groupId: GroupId.parse('Acme_EN') };
const ids = ['c-1', '4df5906b-e46a-4f69-991e-896a568c5a96'].map((id) => CallId.parse(id));
const run = (...args: string[]) => environment.run('sweeps', '--not-listed', ...args);

/** A checkpoint whose last sweep found so many calls that OCP does not list, and names two of them. */
const keepNotListed = (count: number): Promise<void> =>
  environment.stores.sweeps.change(key, (current) => ({
    next: {
      ...key,
      ...{ sweptUntil: NOON, again: [], asked: [], startedAt: NOON, updatedAt: NOON, schemaVersion: 1 },
      totals: { ranges: 1, listed: 90, created: 0, reopened: 0, notListed: count },
      notListed: [
        {
          ...{ fromDate: '2026-06-12T00:00:00.000Z', toDate: '2026-06-13T00:00:00.000Z' },
          ...{ sweptAt: '2026-06-14T05:30:00.000Z', count, callIds: ids },
        },
      ],
      revision: (current?.revision ?? 0) + 1,
    },
    result: undefined,
  }));

describe('sweeps --not-listed', () => {
  it('ends with 3 if no sweep found any', async () => {
    expect(await run()).toMatchObject({
      status: 3,
      complaints: expect.stringContaining('No sweep has found'),
    });
  });

  it('names each call, the day of its range and the time of the sweep, within 100 columns', async () => {
    await keepNotListed(2);
    const { status, said, complaints } = await run('--group', 'Acme_EN');
    expect([status, complaints]).toEqual([0, '']);
    for (const id of ids)
      expect(said).toMatch(new RegExp(`^acme +${id} +Acme_EN +2026-06-12 +2026-06-14 05:30Z$`, 'm'));
    expect(Math.max(...said.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
  });

  it('says how many more were only counted, and gives each call as JSON', async () => {
    await keepNotListed(120);
    const { said, complaints } = await run('--json');
    expect(complaints).toContain('118 more calls are only counted');
    expect(said.split('\n').map((line) => JSON.parse(line) as object)).toEqual(
      ids.map((callId) => ({
        ...{ tenant: 'acme', group: 'Acme_EN', callId },
        ...{ from: '2026-06-12T00:00:00.000Z', to: '2026-06-13T00:00:00.000Z' },
        sweptAt: '2026-06-14T05:30:00.000Z',
      })),
    );
  });

  it('refuses a tenant and a group that the registry lacks', async () => {
    expect(await run('--tenant', 'bolt')).toMatchObject({ status: 2 });
    expect(await run('--group', 'Acme')).toMatchObject({ status: 2 });
  });
});
