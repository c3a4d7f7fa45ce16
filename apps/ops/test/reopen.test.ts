import { giveUpCall, isPending } from '@recordings/call-record';
import { contextAt, keyOf, NOON, type OpsEnvironment, startEnvironment } from './start-environment.ts';

let environment: OpsEnvironment;
beforeAll(async () => {
  environment = await startEnvironment();
});
afterAll(() => environment.stop());

const expired = { code: 'RETENTION_EXPIRED', message: 'OCP has deleted the recording' };
const giveUp = async (callId: string, startedAt: string): Promise<void> => {
  await environment.addCall(callId, startedAt);
  await environment.stores.calls.change(keyOf(callId), giveUpCall(expired, contextAt(NOON)));
};
const recordOf = (callId: string) => environment.stores.calls.get(keyOf(callId));

describe('reopen', () => {
  it('makes a call pending that was given up, and keeps who did it and why', async () => {
    await giveUp('lost', '2026-06-01T10:00:00.000Z');
    const { status, said } = await environment.run(
      ...['reopen', 'acme', 'lost', '--reason', 'the customer asks'],
    );
    expect(status).toBe(0);
    expect(said).toContain('reopened: the pooler asks for it once the call has ended');
    const record = await recordOf('lost');
    expect(isPending(record!)).toBe(true);
    expect(record?.history.at(-1)).toMatchObject({ what: 'reopened by a person', by: 'alice' });
    const about = { command: 'reopen', by: 'alice', reason: 'the customer asks' };
    const [begun, ended] = await environment.actionsOf();
    expect(begun).toMatchObject({ ...about, about: { tenant: 'acme', calls: ['lost'] } });
    expect(ended).toMatchObject({ result: { calls: [{ callId: 'lost', result: 'reopened' }] } });
    const { said: shown } = await environment.run('call', 'acme', 'lost');
    expect(shown.replaceAll(/\s+/g, ' ')).toContain('alice asks for it (the customer asks)');
  });

  it('says with --dry-run what would change, and changes nothing', async () => {
    await giveUp('later', '2026-06-01T10:00:00.000Z');
    const before = [await recordOf('later'), (await environment.actionsOf()).length];
    const { said } = await environment.run(
      ...['reopen', 'acme', 'later', 'nobody', '--reason', 'only to see', '--dry-run', '--json'],
    );
    expect(JSON.parse(said)).toEqual({
      dryRun: true,
      calls: [
        { callId: 'later', result: 'reopened' },
        { callId: 'nobody', result: 'absent' },
      ],
    });
    expect([await recordOf('later'), (await environment.actionsOf()).length]).toEqual(before);
  });

  it('needs --until for a call whose recording OCP has deleted as far as we know', async () => {
    await giveUp('old', '2026-03-01T10:00:00.000Z');
    const reopen = ['reopen', 'acme', 'old', '--reason', 'OCP restored it', '--json'];
    const { said: refused } = await environment.run(...reopen);
    expect(JSON.parse(refused)).toMatchObject({ calls: [{ result: 'expired' }] });
    const { said } = await environment.run(...reopen, '--until', '+3d');
    expect(JSON.parse(said)).toMatchObject({ calls: [{ result: 'reopened' }], by: 'alice' });
    expect(await recordOf('old')).toMatchObject({ recoverableUntil: '2026-06-18T12:00:00.000Z' });
  });

  it.each([
    [['reopen', 'acme', 'x'], "required option '--reason <text>' not specified"],
    [['reopen', 'acme', 'x', '--reason', 'a good one', '--until', 'yesterday'], '--until is "yesterday"'],
    [['reopen', 'acme', 'x', '--reason', '?'], '--reason is "?"; expected a sentence of 5 to 500 characters'],
    [['reopen', 'acme', 'x', '--reason', 'a good one', '--until', 'soon'], '--until is "soon"; expected'],
    [
      ['reopen', 'acme', ...Array.from({ length: 101 }, (_, at) => `c-${at}`), '--reason', 'too many'],
      '101 calls',
    ],
  ])('refuses wrong arguments and says why', async (args, why) => {
    const { status, complaints } = await environment.run(...args);
    expect(status).toBe(2);
    expect(complaints).toContain(why);
  });
});
