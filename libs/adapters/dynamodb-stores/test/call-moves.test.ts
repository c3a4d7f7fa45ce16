import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { beginMove, endMove, TenantId, timestampOf } from '@recordings/call-record';
import { startProvisionedAws } from '@recordings/local-aws';
import { makeStores } from '../src/make-stores.ts';
import { keyOf, pending, stored } from './call-fixture.ts';

const now = timestampOf(Date.UTC(2026, 0, 16));
const context = { group: undefined, shardCount: 4, now, by: 'test' };

describe('calls that move to another tenant', () => {
  let local: Awaited<ReturnType<typeof startProvisionedAws>>;
  beforeAll(async () => {
    local = await startProvisionedAws();
  });
  afterAll(() => local.stop());
  const storesOf = () => makeStores(local.clients.dynamodb, local.prefix, async () => undefined);

  it('are absent under their old tenant, where only a tombstone is left', async () => {
    const { calls } = storesOf();
    const key = keyOf('moved');
    await calls.change(key, pending(key));
    const to = TenantId.parse('bolt');
    const begun = await calls.change(key, beginMove({ tenantId: to }, context));
    expect(await calls.get(key)).toMatchObject({ movingTo: { tenantId: 'bolt' } });
    expect(await calls.change(key, endMove({ tenantId: to }, begun!.revision, [], context))).toBe(true);
    expect(await calls.get(key)).toBeUndefined();
    expect(await calls.read(key)).toMatchObject({ movedTo: { tenantId: 'bolt' }, s3Stored: false });
  });

  it('are found among all calls of all tenants, from a cursor on', async () => {
    const { calls, scanCalls } = storesOf();
    for (const [callId, tenant] of [
      ['one', 'acme'],
      ['two', 'unknown:bolt'],
    ] as const) {
      const key = keyOf(callId, tenant);
      await calls.change(key, pending(key));
      await calls.change(key, stored(key));
    }
    const found = [];
    for await (const page of scanCalls(undefined)) found.push(...page.calls);
    expect(found).toContainEqual(
      expect.objectContaining({ callId: 'two', tenantId: 'unknown:bolt', s3Stored: true }),
    );
    const moved = found.find(({ callId }) => callId === 'moved');
    expect(moved).toMatchObject({ outcome: { code: 'MOVED', retryable: false } });
    expect(found).toHaveLength(3);
  });

  it('are found by their keys if the index cannot show the rest', async () => {
    const { calls, scanCalls } = storesOf();
    const key = keyOf('odd');
    await calls.change(key, pending(key));
    await local.clients.dynamodb.send(
      new UpdateItemCommand({
        TableName: `${local.prefix}-call-records`,
        Key: marshall({ pk: 'acme#odd', sk: 'call' }),
        UpdateExpression: 'SET s3Stored = :odd',
        ExpressionAttributeValues: marshall({ ':odd': 'perhaps' }),
      }),
    );
    const found = [];
    for await (const page of scanCalls(undefined)) found.push(...page.calls);
    expect(found).toContainEqual({ ...key, isUnreadable: true });
  });

  it('have one job, which is changed on the condition of its revision', async () => {
    const { moveJobs } = storesOf();
    const job = { ownership: 'a', status: 'waiting', dueAt: now, quietPasses: 0, updatedAt: now } as const;
    const counts = { moved: 0, busy: 0, failed: 0 };
    const cursor = { pk: 'acme#one', sk: 'call' };
    await moveJobs.change(() => ({ next: { ...job, counts, cursor, revision: 1 }, result: undefined }));
    expect(await moveJobs.change((current) => ({ result: current }))).toEqual({
      ...{ id: 'call-moves', ...job, counts, cursor, revision: 1 },
    });
  });
});
