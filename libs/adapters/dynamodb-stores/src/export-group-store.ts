import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ReconciliationId } from '@recordings/call-record';
import { UnreadableItemError } from '@recordings/fault';
import {
  type ExportGroup,
  ExportSlot,
  type SlotKey,
  type UnreadableItem,
  WaitingWindow,
  WORKFLOW_SCHEMA_VERSION,
} from '@recordings/reconciliation';
import { z } from 'zod';
import { type Key, makeSdkItemClient } from './item-client.ts';
import { makeDocumentClient } from './make-document-client.ts';
import { queryPages } from './query-pages.ts';
import { readItem } from './read-item.ts';
import { makeVersionedTable } from './versioned-table.ts';

const WindowItem = WaitingWindow.extend({ revision: z.number().int() });

export type ExportGroupStore = {
  /**
   * A strong read of the whole OCP group: its slots, and the windows of all its tenants that wait for one. An item that
   * cannot be read is skipped and named, so that it does not block the others.
   */
  read(group: SlotKey): Promise<ExportGroup>;
  /** A strong read of one slot. */
  getSlot(group: SlotKey, slotId: string): Promise<ExportSlot | undefined>;
  /** Writes if the stored revision is the one before `next`'s. @returns whether it was written. */
  putSlot(group: SlotKey, next: ExportSlot): Promise<boolean>;
  removeSlot(group: SlotKey, slotId: string): Promise<void>;
  /** Adds a window. One that already waits stays as it is. */
  addWindow(group: SlotKey, window: WaitingWindow): Promise<void>;
  removeWindow(group: SlotKey, id: ReconciliationId): Promise<void>;
};

/** The host has no `#`, and no tenant is part of the key: all tenants of an OCP group share its slots. */
const partitionOf = ({ ocpHost, groupId }: SlotKey): string => `${ocpHost}#${groupId}`;
const slotKey = (group: SlotKey, slotId: string): Key => ({ pk: partitionOf(group), sk: `slot#${slotId}` });
const windowKey = (group: SlotKey, id: ReconciliationId): Key => ({
  pk: partitionOf(group),
  sk: `window#${id}`,
});

export const makeExportGroupStore = (deps: {
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
}): ExportGroupStore => {
  const { table } = deps;
  const documents = makeDocumentClient(deps.dynamodb);
  const items = makeSdkItemClient(deps.dynamodb);
  const slots = makeVersionedTable(items, table, ExportSlot, WORKFLOW_SCHEMA_VERSION);
  const windows = makeVersionedTable(items, table, WindowItem, WORKFLOW_SCHEMA_VERSION);
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
  const found: Found = { slots: [], windows: [], unreadable: [] };
  const pages = queryPages(documents, {
    TableName: table,
    KeyConditionExpression: 'pk = :group',
    ExpressionAttributeValues: { ':group': partition },
    ConsistentRead: true,
  });
  for await (const page of pages) {
    for (const item of page) addItem(found, item, `${table} ${partition}`);
  }
  return found;
};

type Found = { slots: ExportSlot[]; windows: WaitingWindow[]; unreadable: UnreadableItem[] };

const addItem = (found: Found, item: Record<string, unknown>, name: string): void => {
  const sortKey = String(item['sk']);
  const itemName = `${name} ${sortKey}`;
  const kind = sortKey.split('#', 1)[0];
  const id = sortKey.slice(`${kind}#`.length);
  switch (kind) {
    case 'slot':
      return readInto(found.slots, found.unreadable, { kind, id }, () =>
        readItem(ExportSlot, item, itemName, WORKFLOW_SCHEMA_VERSION),
      );
    case 'window':
      return readInto(found.windows, found.unreadable, { kind, id }, () => readWindow(item, itemName));
    default: {
      const error = new UnreadableItemError(`${itemName} has a sort key that this version does not know`);
      found.unreadable.push({ kind: 'unknown', id: sortKey, error });
    }
  }
};

const readWindow = (item: object, name: string): WaitingWindow => {
  const { revision: _, ...window } = readItem(WindowItem, item, name, WORKFLOW_SCHEMA_VERSION);
  return window;
};

const readInto = <T>(
  items: T[],
  unreadable: UnreadableItem[],
  about: Pick<UnreadableItem, 'kind' | 'id'>,
  read: () => T,
): void => {
  try {
    items.push(read());
  } catch (error) {
    if (!(error instanceof UnreadableItemError)) throw error;
    unreadable.push({ ...about, error });
  }
};
