import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { GroupId, TenantId } from '@recordings/call-record';
import { SweepCheckpoint } from '@recordings/reconciliation';
import { makeDocumentClient } from '../src/make-document-client.ts';
import { makeSweepStore, type SweepStore } from '../src/sweep-store.ts';
import { type DynamodbTarget, startEmbeddedDynamodb } from './dynamodb-target.ts';

const NOON = '2026-01-15T12:00:00.000Z';
const key = { tenantId: TenantId.parse('acme'), groupId: GroupId.parse('Acme_EN') };
const stored = {
  ...{ ...key, sweptUntil: NOON, again: [], asked: [], startedAt: NOON, updatedAt: NOON },
  totals: { ranges: 0, listed: 0, created: 0, reopened: 0, notListed: 0 },
  ...{ schemaVersion: 1, revision: 1 },
};
/** A newer version has other reasons to sweep a range again. */
const again = [
  { fromDate: NOON, toDate: NOON, faults: 1, fault: 'a newer reason', notBefore: NOON, dueSince: NOON },
];

describe('the checkpoint of the sweeps of a group', () => {
  let target: DynamodbTarget;
  let store: SweepStore;
  beforeAll(async () => {
    target = await startEmbeddedDynamodb();
    store = makeSweepStore({ dynamodb: target.dynamodb, table: target.tableNames.coordination });
  });
  afterAll(() => target.stop());

  const put = (item: object): Promise<unknown> =>
    makeDocumentClient(target.dynamodb).send(
      new PutCommand({
        TableName: target.tableNames.coordination,
        Item: { ...item, id: 'sweep#acme#Acme_EN' },
      }),
    );
  const grow = () =>
    store.change(key, (current) => ({
      next: SweepCheckpoint.parse({ ...current, revision: current!.revision + 1 }),
      result: undefined,
    }));

  it('is postponed if a newer version wrote what this one cannot read, and stays as it is', async () => {
    await put({ ...stored, schemaVersion: 2, again });
    for (const attempt of [store.get(key), grow()])
      await expect(attempt).rejects.toMatchObject({ code: 'STORE_ITEM_NEWER', fault: 'retryable' });
    await put({ ...stored, again });
    await expect(store.get(key)).rejects.toMatchObject({ code: 'STORE_ITEM_UNREADABLE' });
  });

  it('keeps the fields and the version that a newer version wrote', async () => {
    const totals = { ...stored.totals, newerCount: 4 };
    await put({ ...stored, schemaVersion: 2, totals, newerField: { a: [1] } });
    await grow();
    expect(await store.get(key)).toMatchObject({
      ...{ schemaVersion: 2, revision: 2, totals: { newerCount: 4 }, newerField: { a: [1] } },
    });
  });
});
