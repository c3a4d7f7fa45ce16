import {
  claimCall,
  giveUpCall,
  HOUR_MS,
  ReconciliationId,
  shifted,
  zeroCounts,
} from '@recordings/call-record';
import { contextAt, keyOf, NOON, type OpsEnvironment, startEnvironment } from './start-environment.ts';

let environment: OpsEnvironment;
beforeAll(async () => {
  environment = await startEnvironment();
});
afterAll(() => environment.stop());

const change = (callId: string, transition: Parameters<typeof environment.stores.calls.change>[1]) =>
  environment.stores.calls.change(keyOf(callId), transition);

describe('status', () => {
  it('says of an empty stack that nothing is missing and nothing waits', async () => {
    const { status, said } = await environment.run('status');
    expect(status).toBe(0);
    expect(said).toContain('Missing calls, nearest deadline first\nNone.');
    expect(said).toContain('Queues\nAll are empty.');
    expect(said).toContain('No execution is known.');
  });

  it('counts missing calls by group and age, without those that were given up', async () => {
    await environment.addCall('now', '2026-06-15T11:30:00.000Z');
    await environment.addCall('today', '2026-06-15T02:00:00.000Z');
    await environment.addCall('old', '2026-04-18T02:00:00.000Z');
    await environment.addCall('gone', '2026-04-18T02:00:00.000Z');
    await change('gone', giveUpCall({ code: 'NOT_FOUND', message: 'no' }, contextAt(NOON)));
    await change('today', claimCall(ReconciliationId.parse('r-1'), undefined, contextAt(NOON)));
    const { said } = await environment.run('status', '--json');
    const { pending } = JSON.parse(said) as { pending: { groups: object[]; unreadable: number } };
    expect(pending).toEqual({
      unreadable: 0,
      groups: [
        {
          ...{ tenant: 'acme', group: 'Acme_EN', underHour: 1, underDay: 1, older: 1, inWindows: 1 },
          ...{ urgent: 1, nextDeadline: '2026-06-17T02:00:00.000Z' },
        },
      ],
    });
  });

  it('names a group from which no call has come for longer than usual', async () => {
    const { hourCounts } = environment.stores;
    const { tenantId } = keyOf('c-1');
    expect((await environment.run('status')).said).not.toContain('Silent groups');
    for (const ago of [169, 170, 337, 338, 505, 506]) {
      const hour = shifted('2026-06-15T10:00:00.000Z', -ago * HOUR_MS);
      const groups = [{ ...zeroCounts(), groupId: 'Acme_EN', calls: 10 }];
      await hourCounts.put({ tenantId, hour, groups, schemaVersion: 1, revision: 1 });
    }
    await hourCounts.putProgress(tenantId, { countedUntil: '2026-06-15T10:00:00.000Z', revision: 1 });
    const { said } = await environment.run('status');
    expect(said).toMatch(/^acme +Acme_EN +2026-06-08 10:00Z +168 h +2 h$/m);
    const { silent } = JSON.parse((await environment.run('status', '--json')).said) as { silent: object[] };
    expect(silent).toMatchObject([{ groupId: 'Acme_EN', silentMinutes: 168 * 60 }]);
  });

  it('says that an hour without a listing is unconfirmed, and fits 100 columns', async () => {
    const { said } = await environment.run('status');
    expect(said).toMatch(/^yesterday +acme .*unconfirmed/m);
    expect(Math.max(...said.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});
