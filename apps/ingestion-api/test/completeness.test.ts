import { GroupId, HourCounts, TenantId, zeroCounts } from '@recordings/call-record';
import { makeStores } from '@recordings/dynamodb-stores';
import { startTestApi, type TestApi } from './start-test-api.ts';
import { keys } from './test-keys.ts';

const tenantId = TenantId.parse('acme');
const groupId = GroupId.parse('Acme_EN');
const NOON = '2026-01-15T12:00:00.000Z';
const ONE = '2026-01-15T13:00:00.000Z';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  const { hourCounts } = makeStores(api.local.clients.dynamodb, api.local.prefix, async () => undefined);
  const groups = [{ groupId, ...zeroCounts(), calls: 4, stored: 3, pending: 1 }];
  for (const hour of [NOON, ONE])
    await hourCounts.put(HourCounts.parse({ tenantId, hour, groups, schemaVersion: 1, revision: 1 }));
  await hourCounts.putProgress(tenantId, { countedUntil: '2026-01-16T00:00:00.000Z', revision: 1 });
  await hourCounts.confirm({ tenantId, groupId, hour: NOON, listed: 4, exportJobId: 'job-1' });
});
afterAll(() => api.stop());

const ask = async (query: Record<string, string>, key: string = keys.console) => {
  const response = await api.send(`/v1/completeness?${new URLSearchParams(query)}`, { key });
  return { status: response.status, body: (await response.json()) as unknown };
};
const question = { tenant: 'acme', group: 'Acme_EN', from: NOON, to: '2026-01-15T14:00:00Z' };

describe('GET /v1/completeness', () => {
  it('gives a percentage only for the hour that a listing of OCP confirms', async () => {
    expect(await ask(question)).toMatchObject({
      status: 200,
      body: {
        hours: 2,
        uncountedHours: 0,
        groups: [{ group: 'Acme_EN', calls: 8, stored: 6, pending: 2, completeness: 'unconfirmed' }],
        byHour: [
          { hour: NOON, group: 'Acme_EN', stored: 3, completeness: 75, listed: 4 },
          { hour: ONE, group: 'Acme_EN', stored: 3, completeness: 'unconfirmed' },
        ],
      },
    });
  });

  it.each<[number, string, string, Record<string, string>, string]>([
    [
      400,
      'QUESTION_INVALID',
      'for half an hour',
      { ...question, from: '2026-01-15T12:30:00Z' },
      keys.console,
    ],
    [403, 'TENANT_FORBIDDEN', 'about another tenant', { ...question, tenant: 'bolt' }, keys.console],
    [403, 'SCOPE_MISSING', 'without the scope calls:read', question, keys.push],
  ])('answers %i %s to a question %s', async (status, code, _, query, key) => {
    expect(await ask(query, key)).toMatchObject({ status, body: { code } });
  });
});
