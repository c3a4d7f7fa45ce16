import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { GroupId, TenantId } from '@recordings/call-record';
import { ExportJob, type SlotKey, type WaitingWindow } from '@recordings/reconciliation';
import { type ExportGroupStore, makeExportGroupStore } from '../src/export-group-store.ts';
import { makeDocumentClient } from '../src/make-document-client.ts';
import { NOON } from './call-fixture.ts';
import type { DynamodbTarget, StartDynamodb } from './dynamodb-target.ts';
import { idOf } from './reconciliation-fixture.ts';

const groupOf = (groupId: string, ocpHost = 'ocp.example:8443'): SlotKey => ({
  ocpHost,
  groupId: GroupId.parse(groupId),
});

const windowOf = (id: string, lastEnd = NOON, tenantId = 'acme'): WaitingWindow => ({
  reconciliationId: idOf(id),
  tenantId: TenantId.parse(tenantId),
  groupId: GroupId.parse('Acme_EN'),
  priority: 'normal',
  firstStart: NOON,
  lastStart: NOON,
  lastEnd,
  waitingSince: NOON,
});

const jobOf = (exportId: string): ExportJob =>
  ExportJob.parse({
    phase: 'intended',
    exportId,
    tenantId: 'acme',
    fromDate: NOON,
    toDate: '2026-01-15T13:00:00.000Z',
    reconciliationIds: ['r-1'],
    intendedAt: NOON,
    notBefore: NOON,
    failedCreates: 0,
    posts: 0,
  });

/** The suite that every DynamoDB must pass: the export group store. */
export const describeExportGroupStore = (name: string, start: StartDynamodb): void => {
  describe(`export group store on ${name}`, () => {
    let target: DynamodbTarget;
    let store: ExportGroupStore;

    beforeAll(async () => {
      target = await start();
      store = makeExportGroupStore({ dynamodb: target.dynamodb, table: target.tableNames.exportGroups });
    });
    afterAll(() => target.stop());

    /** Takes the slot, if it is free. */
    const take = async (group: SlotKey, slotId: string, exportId: string): Promise<boolean> => {
      const slot = await store.getSlot(group, slotId);
      if (slot?.job) return false;
      return store.putSlot(group, { slotId, job: jobOf(exportId), revision: (slot?.revision ?? 0) + 1 });
    };

    it('reads an unknown group as empty', async () => {
      expect(await store.read(groupOf('empty'))).toEqual({ slots: [], windows: [], unreadable: [] });
    });

    it('reads slots and windows of one group only', async () => {
      const [group, other] = [groupOf('Acme'), groupOf('Acme_2')];
      await take(group, 'slot-1', 'e-1');
      await store.addWindow(group, windowOf('r-1'));
      await store.addWindow(group, windowOf('r-2'));
      await store.addWindow(other, windowOf('r-3'));

      const { slots, windows } = await store.read(group);
      expect(slots).toEqual([{ slotId: 'slot-1', job: jobOf('e-1'), revision: 1 }]);
      expect(windows.map(({ reconciliationId }) => reconciliationId)).toEqual(['r-1', 'r-2']);
      expect((await store.read(other)).windows).toHaveLength(1);
    });

    it('reads all of a group that fills more than one page', async () => {
      const group = groupOf('large');
      const wide = 'x'.repeat(400);
      await Promise.all(
        Array.from({ length: 60 }, (_, n) =>
          put({
            pk: 'ocp.example:8443#large',
            sk: `window#${n}`,
            ...windowOf(`r-${n}`),
            padding: wide.repeat(60),
            revision: 1,
          }),
        ),
      );
      expect((await store.read(group)).windows).toHaveLength(60);
    });

    it('keeps the first of two windows of one reconciliation', async () => {
      const group = groupOf('twice');
      await store.addWindow(group, windowOf('r-1'));
      await store.addWindow(group, windowOf('r-1', '2026-01-15T18:00:00.000Z'));
      expect((await store.read(group)).windows).toEqual([windowOf('r-1')]);
    });

    it('removes a window, and removes it again without an error', async () => {
      const group = groupOf('removed');
      await store.addWindow(group, windowOf('r-1'));
      await store.removeWindow(group, idOf('r-1'));
      await store.removeWindow(group, idOf('r-1'));
      expect((await store.read(group)).windows).toEqual([]);
    });

    it('gives a free slot to one of 20', async () => {
      const group = groupOf('contended');
      const taken = await Promise.all(Array.from({ length: 20 }, (_, n) => take(group, 'only', `e-${n}`)));
      expect(taken.filter(Boolean)).toHaveLength(1);
      expect((await store.read(group)).slots).toEqual([
        { slotId: 'only', job: jobOf(`e-${taken.indexOf(true)}`), revision: 1 },
      ]);
    });

    it('gives a freed slot to one of 20', async () => {
      const group = groupOf('freed');
      await take(group, 'only', 'first');
      await store.putSlot(group, { slotId: 'only', revision: 2 });
      const taken = await Promise.all(Array.from({ length: 20 }, (_, n) => take(group, 'only', `e-${n}`)));
      expect(taken.filter(Boolean)).toHaveLength(1);
      const [slot] = (await store.read(group)).slots;
      expect(slot?.job?.exportId).toBe(`e-${taken.indexOf(true)}`);
    });

    it('reads one slot, and puts the revision after the stored one only', async () => {
      const group = groupOf('one slot');
      const first = { slotId: 'only', job: jobOf('e-1'), revision: 1 };
      expect(await store.getSlot(group, 'only')).toBeUndefined();
      expect(await store.putSlot(group, { ...first, revision: 2 })).toBe(false);
      expect(await store.putSlot(group, first)).toBe(true);
      expect(await store.putSlot(group, first)).toBe(false);
      expect(await store.putSlot(group, { slotId: 'only', revision: 2 })).toBe(true);
      expect(await store.getSlot(group, 'only')).toEqual({ slotId: 'only', revision: 2 });
      expect(await store.getSlot(group, 'other')).toBeUndefined();
    });

    it('removes a slot', async () => {
      const group = groupOf('gone');
      await take(group, 'only', 'e-1');
      await store.removeSlot(group, 'only');
      expect((await store.read(group)).slots).toEqual([]);
    });

    it('keeps one slot and all windows of the tenants that share an OCP group', async () => {
      const group = groupOf('shared');
      const windows = [windowOf('r-1'), windowOf('r-2', NOON, 'bolt')];
      for (const window of windows) await store.addWindow(group, window);
      const shares = { [TenantId.parse('bolt')]: { servedAtRevision: 1, mergeLimit: 3 } };
      await store.putSlot(group, { slotId: 'only', job: jobOf('e-1'), shares, revision: 1 });
      expect(await store.read(group)).toEqual({
        slots: [{ slotId: 'only', job: jobOf('e-1'), shares, revision: 1 }],
        windows,
        unreadable: [],
      });
    });

    it('keeps the groups of one name at two OCPs apart', async () => {
      await take(groupOf('twin', 'one.example'), 'only', 'e-1');
      expect(await store.getSlot(groupOf('twin', 'two.example'), 'only')).toBeUndefined();
      expect((await store.read(groupOf('twin', 'two.example'))).slots).toEqual([]);
    });

    it.each([
      ['slot', 'slot#only', 'only', { slotId: 7, revision: 1 }],
      ['window', 'window#r-9', 'r-9', { reconciliationId: 'r-9', priority: 'soon', revision: 1 }],
      ['unknown', 'turn#acme', 'turn#acme', { revision: 1 }],
    ])('skips and names an unreadable item, and reads the others: %s', async (kind, sk, id, item) => {
      const group = groupOf(`broken ${kind}`);
      await store.addWindow(group, windowOf('r-1'));
      await take(group, 'other', 'e-1');
      await put({ pk: `ocp.example:8443#broken ${kind}`, sk, ...item });
      const { slots, windows, unreadable } = await store.read(group);
      expect(slots).toHaveLength(1);
      expect(windows).toEqual([windowOf('r-1')]);
      expect(unreadable).toMatchObject([
        {
          kind,
          id,
          error: {
            code: 'STORE_ITEM_UNREADABLE',
            message: expect.stringContaining(`ocp.example:8443#broken ${kind} ${sk}`),
          },
        },
      ]);
    });

    it('names a window that only a newer version can read, and keeps what it does not know of another', async () => {
      const group = groupOf('newer');
      const pk = 'ocp.example:8443#newer';
      const window = { ...windowOf('r-1'), schemaVersion: 9, colour: 'red' };
      await put({ pk, sk: 'window#r-1', ...window, revision: 1 });
      await put({ pk, sk: 'window#r-2', ...windowOf('r-2'), priority: 2, schemaVersion: 9, revision: 1 });
      const { windows, unreadable } = await store.read(group);
      expect(windows).toEqual([window]);
      expect(unreadable).toMatchObject([{ kind: 'window', id: 'r-2', error: { code: 'STORE_ITEM_NEWER' } }]);
    });

    it('does not read items that an earlier version wrote under tenant and group', async () => {
      await put({ pk: 'acme#old', sk: 'slot#single', slotId: 'single', revision: 4 });
      expect(await store.read(groupOf('old'))).toEqual({ slots: [], windows: [], unreadable: [] });
    });

    const put = (item: Record<string, unknown>) =>
      makeDocumentClient(target.dynamodb).send(
        new PutCommand({ TableName: target.tableNames.exportGroups, Item: item }),
      );
  });
};
