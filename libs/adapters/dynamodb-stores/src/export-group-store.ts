import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ReconciliationId } from '@recordings/call-record';
import { type ExportGroup, ExportSlot, type GroupKey, WaitingWindow } from '@recordings/reconciliation';
import { z } from 'zod';
import { makeDocumentClient } from './make-document-client.ts';
import { queryPages } from './query-pages.ts';
import { readItem } from './read-item.ts';
import { type Key, makeVersionedTable } from './versioned-table.ts';

const WindowItem = WaitingWindow.extend({ revision: z.number().int() });

export type ExportGroupStore = {
  /** A strong read of the whole group: its slots and the windows that wait for one. */
  read(group: GroupKey): Promise<ExportGroup>;
  /** A strong read of one slot. */
  getSlot(group: GroupKey, slotId: string): Promise<ExportSlot | undefined>;
  /** Writes if the stored revision is the one before `next`'s. @returns whether it was written. */
  putSlot(group: GroupKey, next: ExportSlot): Promise<boolean>;
  removeSlot(group: GroupKey, slotId: string): Promise<void>;
  /** Adds a window. One that already waits stays as it is. */
  addWindow(group: GroupKey, window: WaitingWindow): Promise<void>;
  removeWindow(group: GroupKey, id: ReconciliationId): Promise<void>;
};

const partitionOf = ({ tenantId, groupId }: GroupKey): string => `${tenantId}#${groupId}`;
const slotKey = (group: GroupKey, slotId: string): Key => ({ pk: partitionOf(group), sk: `slot#${slotId}` });
const windowKey = (group: GroupKey, id: ReconciliationId): Key => ({
  pk: partitionOf(group),
  sk: `window#${id}`,
});

export const makeExportGroupStore = (deps: {
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
}): ExportGroupStore => {
  const { table } = deps;
  const documents = makeDocumentClient(deps.dynamodb);
  const slots = makeVersionedTable(documents, table, ExportSlot);
  const windows = makeVersionedTable(documents, table, WindowItem);
  return {
    read: (group) => readGroup(documents, table, partitionOf(group)),
    getSlot: (group, slotId) => slots.get(slotKey(group, slotId)),
    putSlot: (group, next) => slots.put(slotKey(group, next.slotId), next),
    removeSlot: (group, slotId) => slots.remove(slotKey(group, slotId)),
    addWindow: async (group, window) => {
      await windows.put(windowKey(group, window.reconciliationId), { ...window, revision: 1 });
    },
    removeWindow: (group, id) => windows.remove(windowKey(group, id)),
  };
};

const readGroup = async (
  documents: DynamoDBDocumentClient,
  table: string,
  partition: string,
): Promise<ExportGroup> => {
  const found = { slots: [] as ExportSlot[], windows: [] as WaitingWindow[] };
  const pages = queryPages(documents, {
    TableName: table,
    KeyConditionExpression: 'pk = :group',
    ExpressionAttributeValues: { ':group': partition },
    ConsistentRead: true,
  });
  for await (const page of pages) {
    for (const item of page) {
      const sortKey = String(item['sk']);
      const name = `${table} ${partition} ${sortKey}`;
      if (sortKey.startsWith('slot#')) found.slots.push(readItem(ExportSlot, item, name));
      else found.windows.push(readItem(WaitingWindow, item, name));
    }
  }
  return found;
};
