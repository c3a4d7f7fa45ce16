import { makeOcpAccess } from '@recordings/ocp-access';
import type { OcpGate } from '@recordings/reconciliation';
import { NOON, type OpsEnvironment, startEnvironment } from './start-environment.ts';

let environment: OpsEnvironment;
beforeAll(async () => {
  environment = await startEnvironment({ OCP_BASE_URL: 'https://ocp.example/api' });
});
afterAll(() => environment.stop());

const why = ['--reason', 'OCP is being repaired'];
const acme = { lane: 'control', group: 'Acme_EN' } as const;

/** The access of a worker to OCP, with a clock that a test moves. */
const startWorker = () => {
  const clock = { nowMs: Date.parse(NOON) };
  const gate: OcpGate = makeOcpAccess({
    host: 'ocp.example',
    limit: { maxRequests: 100, periodMs: 60_000, slackMs: 1_000 },
    rules: { rowPauseMs: 60_000, burstPauseMs: 300_000 },
    changeBudget: environment.stores.coordination.changeBudget,
    now: () => clock.nowMs,
    startTimer: (delayMs, onElapsed) => {
      const timer = setTimeout(() => {
        clock.nowMs += delayMs;
        onElapsed();
      }, 0);
      return () => clearTimeout(timer);
    },
    random: () => 0,
    note: () => undefined,
  });
  const ask = (group = 'Acme_EN'): Promise<string> =>
    gate.awaitPermit({ ...acme, group }, AbortSignal.timeout(20_000)).then(
      () => 'sent',
      (error: unknown) => String(error),
    );
  return { ask, passS: (seconds: number) => (clock.nowMs += seconds * 1_000) };
};

describe('pause and resume', () => {
  it('stop and resume a worker within 10 s, and keep who did it and why', async () => {
    const { ask, passS } = startWorker();
    expect(await ask()).toBe('sent');
    const { status, said } = await environment.run('pause', '--until', '2h', ...why);
    expect([status, said]).toEqual([0, expect.stringContaining('It ends by itself at 2026-06-15 14:00Z')]);
    passS(10);
    expect(await ask()).toContain('alice has paused requests to OCP until 2026-06-15T14:00:00.000Z');
    const shown = await environment.run('budget');
    expect(shown.said.replaceAll(/\s+/g, ' ')).toContain(
      'pause of all groups 2026-06-15 14:00Z alice OCP is being repaired',
    );
    const screen = (await environment.run('status')).said;
    expect(screen).toMatch(/\nRequests to OCP\n[^]*\npause of all groups +2026-06-15 14:00Z +alice/);
    expect((await environment.run('resume', ...why)).status).toBe(0);
    passS(10);
    expect(await ask()).toBe('sent');
    const begun = (await environment.actionsOf()).filter(({ command }) => command !== undefined);
    expect(begun).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ command: 'pause', by: 'alice', reason: 'OCP is being repaired' }),
        expect.objectContaining({ command: 'resume', by: 'alice' }),
      ]),
    );
  });

  it('of one group leave the others, and end by themselves', async () => {
    const { ask, passS } = startWorker();
    await environment.run('pause', '--group', 'Acme_EN', '--until', '30m', ...why);
    passS(10);
    expect([await ask('Bolt_EN'), await ask()]).toEqual(['sent', expect.stringContaining('paused')]);
    passS(1_800);
    expect(await ask()).toBe('sent');
    await environment.run('resume', '--group', 'Acme_EN', ...why);
  });

  it('say with --dry-run what would change, with the calls that OCP deletes meanwhile, and change nothing', async () => {
    // The pooler gives it up three hours before its deadline.
    await environment.addCall('expiring', '2026-04-16T16:30:00.000Z');
    const { said } = await environment.run('pause', '--until', '2h', ...why, '--dry-run', '--json');
    expect(JSON.parse(said)).toEqual({
      ...{ dryRun: true, host: 'ocp.example', until: '2026-06-15T14:00:00.000Z' },
      deletedMeanwhile: 1,
    });
    expect(JSON.parse((await environment.run('budget', '--json')).said)).toMatchObject({ pauses: [] });
  });

  it('ends with 3 if nothing is paused', async () => {
    expect(await environment.run('resume', ...why)).toMatchObject({ status: 3 });
  });
});

describe('budget', () => {
  it('lowers how many requests reach OCP until its end, and the usual number ends it', async () => {
    const lower = ['budget', '--max-requests', '10', '--until', '45m', ...why];
    expect((await environment.run(...lower)).said).toContain('At most 10 requests in 60 s');
    const shown = async () => JSON.parse((await environment.run('budget', '--json')).said) as object;
    expect(await shown()).toMatchObject({
      ...{ host: 'ocp.example', maxRequests: 100 },
      limit: { maxRequests: 10, by: 'alice', untilMs: Date.parse('2026-06-15T12:45:00.000Z') },
    });
    expect((await environment.run('budget', '--max-requests', '100', ...why)).status).toBe(0);
    expect(await shown()).not.toHaveProperty('limit');
  });

  it.each([
    [['budget', '--max-requests', '0', ...why], 'expected 1 to 1000000'],
    [['budget', '--max-requests', '10'], '--max-requests needs --reason'],
    [['pause', '--until', '25h', ...why], 'expected a time within the next 24 hours'],
    [['pause', '--group', 'Acme', ...why], '--group is "Acme"; expected one of the registry: Acme_EN'],
    [['pause'], "required option '--reason <text>' not specified"],
  ])('refuses wrong arguments and says why: %j', async (args, expected) => {
    const { status, complaints } = await environment.run(...args);
    expect([status, complaints]).toEqual([2, expect.stringContaining(expected)]);
  });
});
