import { GroupId, TenantId } from '@recordings/call-record';
import { NOON, type OpsEnvironment, startEnvironment } from './start-environment.ts';

let environment: OpsEnvironment;
beforeAll(async () => {
  environment = await startEnvironment();
});
afterAll(() => environment.stop());

const why = ['--reason', 'the push was out for three days'];
const range = ['--group', 'Acme_EN', '--from', '2026-06-05', '--to', '2026-06-08'];
const KEY = { tenantId: TenantId.parse('acme'), groupId: GroupId.parse('Acme_EN') };
const checkpoint = () => environment.stores.sweeps.get(KEY);
const sweeps = async () => {
  const { said } = await environment.run('sweeps', '--json');
  return JSON.parse(said.split('\n')[0]!) as { lateHours: number; checkpoint?: object };
};

describe('sweep', () => {
  it('says with --dry-run what it needs, and changes nothing', async () => {
    const { status, said } = await environment.run('sweep', ...range, ...why, '--calls', '2100', '--dry-run');
    expect(status).toBe(0);
    expect(said).toContain('Sweep of Acme_EN (acme) from 2026-06-05 00:00Z to 2026-06-08 00:00Z:');
    expect(said).toMatch(/ 2 {2}export jobs/);
    // Two jobs of 1,050 calls: two pages each, for recordings and for CDRs.
    expect(said).toContain('2 to create, 2 to poll, 4 listings, 4 for CDRs, 2100 downloads');
    expect(said).toMatch(/ 2100 {2}of them are not stored/);
    expect(said).toMatch(/ 0 {2}calls that OCP deletes before/);
    expect(said).toContain('Nothing was changed');
    for (const line of said.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
    expect(await checkpoint()).toBeUndefined();
    expect(await environment.run('sweeps')).toMatchObject({ status: 3 });
  });

  it('says how many calls OCP deletes first, and leaves out what it has deleted', async () => {
    const oldest = ['--group', 'Acme_EN', '--from', '120d', '--to', '55d', '--calls', '90000'];
    const { said } = await environment.run('sweep', ...oldest, ...why, '--dry-run', '--json');
    const plan = JSON.parse(said) as { range: { fromDate: string }; forecast: { tooLate: number } };
    // OCP keeps 60 days, and the margin of the pooler is 3 hours.
    expect(plan.range.fromDate).toBe('2026-04-16T15:00:00.000Z');
    // 90,000 downloads take 15 hours, and the first of three ranges 5: 2 of its 43 hours are deleted by then.
    expect(plan.forecast.tooLate).toBeGreaterThan(1_500);
    expect(plan.forecast.tooLate).toBeLessThan(1_700);
  });

  it('asks for the range, keeps who did it and why, and shows it', async () => {
    const { status, said } = await environment.run('sweep', ...range, ...why);
    expect([status, said]).toEqual([0, expect.stringContaining('The next run of the pooler takes it up')]);
    const [asked] = (await checkpoint())!.asked;
    expect(asked).toMatchObject({
      ...{ fromDate: '2026-06-05T00:00:00.000Z', toDate: '2026-06-08T00:00:00.000Z' },
      ...{ by: 'alice', reason: 'the push was out for three days' },
    });
    expect(await environment.actionsOf()).toContainEqual(
      expect.objectContaining({ command: 'sweep', by: 'alice', about: expect.objectContaining(KEY) }),
    );
    const shown = (await environment.run('sweeps', '--group', 'Acme_EN')).said.replaceAll(/\s+/g, ' ');
    expect(shown).toContain('Acme_EN 2026-06-05 00:00Z to 2026-06-08 00:00Z alice asked for it: the push');
  });

  it('says that nothing will run it, if the newest execution of the pooler sweeps nothing', async () => {
    const execute = async (executionId: string, startedAt: string, sweepsEnabled: boolean) => {
      const about = {
        executionId,
        kind: 'execution' as const,
        status: 'completed' as const,
        claim: 'pooler',
      };
      const times = { startedAt, expiresAtEpochS: 4_000_000_000, schemaVersion: 1, revision: 1 };
      const figures = { sweepsEnabled };
      const { executions } = environment.stores;
      await executions.put({ ...about, ...times, isDryRun: false, scope: {}, figures });
    };
    await execute('e-1', '2026-06-15T11:00:00.000Z', false);
    const { status, said } = await environment.run('sweep', ...range, ...why);
    expect(status).toBe(0);
    expect(said).toContain('Asked. It is kept. Nothing sweeps: SWEEP_ENABLED of the pooler is false');
    expect((await environment.run('sweep', ...range, ...why, '--dry-run')).said).toContain('Nothing sweeps');
    expect((await environment.run('sweeps')).complaints).toContain('as its execution of 2026-06-15 11:00Z');

    await execute('e-2', '2026-06-15T11:15:00.000Z', true);
    expect((await environment.run('sweep', ...range, ...why, '--dry-run')).said).not.toContain(
      'Nothing sweeps',
    );
    expect((await environment.run('sweeps')).complaints).toBe('');
  });

  it('withdraws the ranges of a time that were asked for, keeps who decided it, and leaves the others', async () => {
    const asked = (await checkpoint())!.asked;
    expect(asked.length).toBeGreaterThan(0);
    const other = { ...asked[0]!, toDate: '2026-06-09T00:00:00.000Z' };
    const { sweeps: checkpoints } = environment.stores;
    await checkpoints.change(KEY, (current) => {
      const next = { ...current!, asked: [...asked, other], revision: current!.revision + 1 };
      return { next, result: undefined };
    });
    const withdraw = ['sweep', '--withdraw', ...range, '--reason', 'the owner of the group needs no sweep'];
    const dry = await environment.run(...withdraw, '--dry-run');
    expect([dry.status, dry.said]).toEqual([0, expect.stringContaining('alice asked for it: the push')]);
    expect((await checkpoint())!.asked).toHaveLength(asked.length + 1);
    const { status, said } = await environment.run(...withdraw);
    expect([status, said]).toEqual([0, expect.stringContaining(`Ranges withdrawn: ${asked.length}.`)]);
    expect((await checkpoint())!.asked).toEqual([other]);
    expect(await environment.actionsOf()).toContainEqual(
      expect.objectContaining({
        ...{ command: 'sweep withdraw', by: 'alice', reason: 'the owner of the group needs no sweep' },
        about: expect.objectContaining({ ...KEY, ranges: asked }),
      }),
    );
    expect((await environment.run(...withdraw)).status).toBe(3);
    expect((await environment.run('sweep', '--withdraw', ...range, '--calls', '9', ...why)).status).toBe(2);
  });

  it('refuses another range while 100 wait', async () => {
    const { stores } = environment;
    await stores.sweeps.change(KEY, (current) => {
      const asked = Array.from({ length: 100 }, () => current!.asked[0]!);
      return { next: { ...current!, asked, revision: current!.revision + 1 }, result: undefined };
    });
    const { status, said } = await environment.run('sweep', ...range, ...why);
    expect([status, said]).toEqual([3, expect.stringContaining('100 ranges of the group wait already')]);
  });

  it.each([
    [['--from', '2026-06-08', '--to', '2026-06-05'], '--from must be before --to'],
    [['--from', '1d', '--to', '+1d'], 'expected a time that has passed'],
    [['--from', '90d', '--to', '80d'], 'OCP has deleted what is older than'],
    [['--from', '2d', '--to', '1d', '--calls', 'many'], '--calls is "many"; expected 1 to'],
    [['--from', '2d', '--to', '1d', '--tenant', 'unknown-tenant'], '--tenant is "unknown-tenant"'],
  ])('refuses %j and says why', async (args, expected) => {
    const { status, complaints } = await environment.run('sweep', '--group', 'Acme_EN', ...args, ...why);
    expect([status, complaints]).toEqual([2, expect.stringContaining(expected)]);
  });
});

describe('sweeps', () => {
  it('shows a range that was asked for and that OCP has deleted: nothing can be done any more', async () => {
    await environment.stores.sweeps.change(KEY, (current) => {
      const [asked] = current!.asked;
      const [fromDate, toDate] = ['2026-04-01T00:00:00.000Z', '2026-04-16T15:00:00.000Z'];
      const next = { ...current!, asked: [{ ...asked!, fromDate, toDate }], revision: current!.revision + 1 };
      return { next, result: undefined };
    });
    const shown = (await environment.run('sweeps')).said.replaceAll(/\s+/g, ' ');
    expect(shown).toContain('2026-04-16 15:00Z OCP has deleted it; alice asked for it: the push');
  });

  it('shows counts, what runs, what waits for another try, and for how many hours', async () => {
    await environment.stores.sweeps.change(KEY, (current) => {
      const next = {
        ...current!,
        asked: [],
        sweptUntil: '2026-06-12T00:00:00.000Z',
        totals: { ranges: 7, listed: 700, created: 70, reopened: 6, notListed: 5 },
        again: [
          {
            ...{ fromDate: '2026-06-01T00:00:00.000Z', toDate: '2026-06-02T00:00:00.000Z' },
            ...{ faults: 2, fault: 'listing' as const, notBefore: '2026-06-15T13:00:00.000Z' },
            dueSince: '2026-06-15T02:00:00.000Z',
          },
        ],
        revision: current!.revision + 1,
      };
      return { next, result: undefined };
    });
    const { said, status } = await environment.run('sweeps');
    const shown = said.replaceAll(/\s+/g, ' ');
    expect(status).toBe(0);
    expect(shown).toContain('acme Acme_EN 2026-06-12 00:00Z 7 700 70 6 5 ');
    expect(shown).toContain('its listing was not trusted or not complete, 2 times');
    expect(NOON).toBe('2026-06-15T12:00:00.000Z');
    const { lateHours } = await sweeps();
    // Since 02:00.
    expect(lateHours).toBe(10);
  });
});
