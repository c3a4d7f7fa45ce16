import { giveUpCall, reopenCall } from '@recordings/call-record';
import { contextAt, keyOf, NOON, type OpsEnvironment, startEnvironment } from './start-environment.ts';

let environment: OpsEnvironment;
beforeAll(async () => {
  environment = await startEnvironment();
  await environment.addCall('missing-1', '2026-06-15T10:00:00.000Z');
  await environment.addCall('missing-2', '2026-06-15T10:30:00.000Z');
  await environment.addCall('stored-1', '2026-06-15T10:40:00.000Z');
  await environment.storeCall('stored-1');
});
afterAll(() => environment.stop());

const expired = { code: 'RETENTION_EXPIRED', message: 'OCP has deleted the recording' };

describe('lists of calls', () => {
  it('prints the missing calls, oldest first, with the reason', async () => {
    const { status, said } = await environment.run('missing');
    expect(status).toBe(0);
    const lines = said.split('\n').filter((line) => line.startsWith('2026'));
    expect(lines.map((line) => line.split(/ {2,}/).slice(0, 3))).toEqual([
      ['2026-06-15 10:00Z', 'acme', 'missing-1'],
      ['2026-06-15 10:30Z', 'acme', 'missing-2'],
    ]);
    expect(said).toContain('recording has not arrived');
  });

  it('prints one JSON object a call', async () => {
    const { said } = await environment.run('find', '--json', '--group', 'Acme_EN');
    const calls = said.split('\n').map((line) => JSON.parse(line) as { callId: string; state: string });
    expect(calls.map(({ callId, state }) => [callId, state])).toEqual([
      ['missing-1', 'missing'],
      ['missing-2', 'missing'],
      ['stored-1', 'stored'],
    ]);
  });

  it('says in JSON of a stored call whether a person had asked for its recording', async () => {
    const { calls } = environment.stores;
    for (const id of ['asked-1', 'pulled-1']) {
      await environment.addCall(id, '2026-06-14T20:00:00.000Z');
      if (id === 'asked-1') await calls.change(keyOf(id), reopenCall({ reason: 'why' }, 0, contextAt(NOON)));
      await environment.storeCall(id, 'RECONCILIATION');
    }
    const { said } = await environment.run('find', '--json', '--from', '2026-06-14', '--state', 'stored');
    const found = said
      .split('\n')
      .map((line) => JSON.parse(line) as { callId: string; recoveredBy?: string });
    expect(Object.fromEntries(found.map(({ callId, recoveredBy }) => [callId, recoveredBy]))).toEqual({
      'asked-1': 'manual',
      'pulled-1': 'automatic',
      'stored-1': undefined,
    });
  });

  it('ends with 3 and says the range if there is no such call', async () => {
    const { status, said, complaints } = await environment.run('given-up', '--from', '2026-06-01');
    expect([status, said]).toEqual([3, '']);
    expect(complaints).toBe(`No such call started from 2026-06-01T00:00:00.000Z to ${NOON}.`);
  });

  it('says that there are more calls than it printed', async () => {
    const { said, complaints } = await environment.run('find', '--limit', '2', '--json');
    expect(said.split('\n')).toHaveLength(2);
    expect(complaints).toContain('There are more calls than 2.');
  });

  it.each([
    [['find', '--limit', '0'], '--limit is "0"; expected 1 to 1000000'],
    [['find', '--from', 'x'], '--from is "x"; expected a day'],
    [['find', '--state', 'lost'], 'Allowed choices are missing, given-up, quarantined, stored, explained'],
    [['find', '--tenant', 'acmee'], '--tenant is "acmee"; expected one of the registry: acme'],
    [['find', '--from', 'today', '--to', 'yesterday'], 'must be after "from"'],
    [['find', '--froom', 'today'], "unknown option '--froom'"],
    [['call', 'acme'], "missing required argument 'call'"],
    [['lose'], "unknown command 'lose'"],
  ])('refuses %j and says why', async (args, why) => {
    const { status, said, complaints } = await environment.run(...args);
    expect([status, said]).toEqual([2, '']);
    expect(complaints).toContain(why);
  });
});

describe('one call', () => {
  it('is shown with its timeline', async () => {
    const { status, said } = await environment.run('call', 'acme', 'stored-1');
    expect(status).toBe(0);
    expect(said).toMatch(/state +stored, since 2026-06-15T12:00:00.000Z/);
    expect(said).toContain('The event CDR_END of the call came.');
    expect(Math.max(...said.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('is printed as JSON, as the API answers it', async () => {
    const { said } = await environment.run('call', 'acme', 'missing-1', '--json');
    expect(JSON.parse(said)).toMatchObject({ callId: 'missing-1', status: { state: 'missing' } });
  });

  it('is explained in one paragraph', async () => {
    await environment.addCall('lost', '2026-04-01T10:00:00.000Z');
    await environment.stores.calls.change(keyOf('lost'), giveUpCall(expired, contextAt(NOON)));
    const { said } = await environment.run('explain', 'acme', 'lost');
    expect(said.replaceAll('\n', ' ')).toMatch(
      /^Call lost of group Acme_EN started at 2026-04-01T10:00:00.000Z. Its recording /,
    );
  });

  it('that has no record ends with 3', async () => {
    const { status, complaints } = await environment.run('explain', 'acme', 'nobody');
    expect(status).toBe(3);
    expect(complaints).toContain('There is no record of call nobody of tenant acme');
  });
});

it('prints its commands without any configuration', async () => {
  const { status, said } = await environment.run('--help');
  expect(status).toBe(0);
  expect(said).toContain('missing');
});
