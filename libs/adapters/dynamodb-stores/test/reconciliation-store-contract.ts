import type { CallId, ReconciliationId, Timestamp } from '@recordings/call-record';
import { statusIndex } from '@recordings/topology';
import { makeReconciliationStore, type ReconciliationStore } from '../src/reconciliation-store.ts';
import { NOON } from './call-fixture.ts';
import { countQueries } from './count-queries.ts';
import type { DynamodbTarget, StartDynamodb } from './dynamodb-target.ts';
import { callIdsOf, idOf, reconciliationOf } from './reconciliation-fixture.ts';

const STORED = { outcome: 'stored', code: 'STORED', isAboutTheCall: true } as const;
const FAILED = { outcome: 'failed', code: 'TRUNCATED', message: 'cut', isAboutTheCall: true } as const;

/** The suite that every DynamoDB must pass: the reconciliation store. */
export const describeReconciliationStore = (name: string, start: StartDynamodb): void => {
  describe(`reconciliation store on ${name}`, () => {
    let target: DynamodbTarget;
    let store: ReconciliationStore;

    beforeAll(async () => {
      target = await start();
      store = makeReconciliationStore({
        dynamodb: target.dynamodb,
        table: target.tableNames.reconciliations,
        statusIndex: statusIndex.name,
      });
    });
    afterAll(() => target.stop());
    beforeAll(() => create('others', callIdsOf(1)));

    const create = async (text: string, calls: readonly CallId[], lastUpdated?: Timestamp) => {
      const id = idOf(text);
      expect(await store.put(reconciliationOf(id, calls, lastUpdated))).toBe(true);
      return id;
    };

    const quietSince = async (...range: Parameters<ReconciliationStore['quietSince']>) =>
      (await store.quietSince(...range)).map(({ reconciliationId }) => reconciliationId);

    const close = async (id: ReconciliationId) => {
      const current = (await store.get(id))!;
      const end = { reconciliationStatus: 'COMPLETED', completedAt: NOON } as const;
      await store.put({ ...current, phase: 'closed', ...end, revision: current.revision + 1 });
    };

    it('settles an open call once, and never changes a settled one', async () => {
      const [callId] = callIdsOf(1) as [CallId];
      const id = await create('once', [callId]);
      expect(await store.settleCall(id, callId, STORED)).toEqual(await store.get(id));
      expect(await store.settleCall(id, callId, FAILED)).toBeUndefined();
      expect((await store.get(id))?.calls[callId]).toMatchObject({ outcome: 'stored', code: 'STORED' });
    });

    it.each([
      ['says nothing of it', undefined, true],
      ['is about the call', true, true],
      ['is not about the call', false, false],
    ])('writes whether an outcome uses an attempt, if it %s', async (what, isAboutTheCall, expected) => {
      const [callId] = callIdsOf(1) as [CallId];
      const id = await create(`attempt ${what}`, [callId]);
      await store.settleCall(id, callId, { outcome: 'failed', code: 'X', isAboutTheCall });
      expect((await store.get(id))?.calls[callId]?.isAboutTheCall).toBe(expected);
    });

    it('settles a stored call as STORED with no message, and any other with its own', async () => {
      const [first, second] = callIdsOf(2) as [CallId, CallId];
      const id = await create('words', [first, second]);
      await store.settleCall(id, first, { outcome: 'stored' });
      await store.settleCall(id, second, FAILED);
      expect((await store.get(id))?.calls).toMatchObject({
        [first]: { code: 'STORED' },
        [second]: { code: 'TRUNCATED', message: 'cut' },
      });
    });

    it('keeps of a stored call only its times and its outcome, and of any other all', async () => {
      const [first, second] = callIdsOf(2) as [CallId, CallId];
      const id = idOf('listed');
      const created = reconciliationOf(id, [first, second]);
      const times = created.calls[first]!;
      const listed = {
        ...times,
        recordingId: 'rec',
        declared: { sizeBytes: 1 },
        others: [{ recordingId: 'b' }],
      };
      await store.put({ ...created, calls: { [first]: listed, [second]: listed } });
      await store.settleCall(id, first, STORED);
      await store.settleCall(id, second, FAILED);
      expect((await store.get(id))?.calls).toEqual({
        [first]: { ...times, outcome: 'stored', code: 'STORED' },
        [second]: { ...listed, ...FAILED, isAboutTheCall: true },
      });
    });

    it('loses none of 50 calls settled at once', async () => {
      const calls = callIdsOf(50);
      const id = await create('fifty', calls);
      const settled = await Promise.all(calls.map((callId) => store.settleCall(id, callId, STORED)));
      expect(settled.every(Boolean)).toBe(true);

      const after = await store.get(id);
      expect(Object.values(after!.calls).filter(({ outcome }) => outcome === 'open')).toEqual([]);
      expect(after?.revision).toBe(51);
    });

    it('lets one of 20 settle the same call', async () => {
      const [callId] = callIdsOf(1) as [CallId];
      const id = await create('race', [callId]);
      const settled = await Promise.all(
        Array.from({ length: 20 }, (_, n) => store.settleCall(id, callId, n % 2 ? STORED : FAILED)),
      );
      expect(settled.filter(Boolean)).toHaveLength(1);
    });

    it.each([
      ['a call that is not in it', 'others', callIdsOf(2)[1]!],
      ['a call of an absent reconciliation', 'absent', callIdsOf(1)[0]!],
    ])('does not settle %s', async (_, id, callId) => {
      expect(await store.settleCall(idOf(id), callId, STORED)).toBeUndefined();
      expect((await store.get(idOf(id)))?.calls[callId]).toBeUndefined();
    });

    it('puts the revision after the stored one, and no other', async () => {
      const [callId] = callIdsOf(1) as [CallId];
      const id = idOf('put');
      const first = reconciliationOf(id, [callId]);
      expect(await store.put({ ...first, revision: 2 })).toBe(false);
      expect(await store.get(id)).toBeUndefined();
      expect(await store.put(first)).toBe(true);
      expect(await store.put(first)).toBe(false);
      await store.settleCall(id, callId, STORED);
      expect(await store.put({ ...first, revision: 2 })).toBe(false);
      expect((await store.get(id))?.calls[callId]?.outcome).toBe('stored');
      expect(await store.put({ ...first, revision: 3 })).toBe(true);
      expect(await store.get(id)).toEqual({ ...first, revision: 3 });
    });

    it('does not write a change that was decided on older outcomes', async () => {
      const [first, second] = callIdsOf(2) as [CallId, CallId];
      const id = await create('decided', [first, second]);
      const before = (await store.get(id))!;
      await store.settleCall(id, second, STORED);
      const decided = { ...before, batchId: 'decided', revision: before.revision + 1 };
      expect(await store.put(decided)).toBe(false);
      const after = (await store.get(id))!;
      expect(after).toMatchObject({ batchId: before.batchId, revision: 2 });
      expect(after.calls[second]?.outcome).toBe('stored');
      expect(await store.put({ ...after, batchId: 'decided', revision: 3 })).toBe(true);
    });

    it('lists open reconciliations without a recent write, the oldest first, up to the limit', async () => {
      for (const hour of ['03', '01', '02']) {
        await create(`quiet-${hour}`, callIdsOf(1), `2026-01-15T${hour}:00:00.000Z`);
      }
      await close(await create('quiet-closed', callIdsOf(1), '2026-01-15T00:30:00.000Z'));
      await create('quiet-recent', callIdsOf(1), '2026-01-15T04:00:00.000Z');

      const before = '2026-01-15T04:00:00.000Z';
      expect(await quietSince(before, 10)).toEqual(['quiet-01', 'quiet-02', 'quiet-03']);
      expect(await quietSince(before, 2)).toEqual(['quiet-01', 'quiet-02']);
      expect(await quietSince(before, 10, '2026-01-15T01:00:00.000Z')).toEqual(['quiet-02', 'quiet-03']);
      expect(await quietSince('2026-01-15T01:00:00.000Z', 10)).toEqual([]);
      expect(await store.quietSince(before, 1)).toEqual([
        { reconciliationId: 'quiet-01', groupId: 'Acme_EN', lastUpdated: '2026-01-15T01:00:00.000Z' },
      ]);
    });

    it('stops reading pages when the limit is reached', async () => {
      await create('page-1', callIdsOf(1), '2026-01-14T01:00:00.000Z');
      await create('page-2', callIdsOf(1), '2026-01-14T02:00:00.000Z');
      const counted = countQueries(target.dynamodb);
      expect(await quietSince('2026-01-15T00:00:00.000Z', 1)).toEqual(['page-1']);
      expect(counted.stop()).toEqual({ requests: 1, itemsRead: 1 });
    });
  });
};
