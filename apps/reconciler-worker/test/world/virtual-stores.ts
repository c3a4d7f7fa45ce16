import { type CallKey, CallRecord, type ReconciliationId, type Timestamp } from '@recordings/call-record';
import { type ExportGroupStore, type ReconciliationStore } from '@recordings/dynamodb-stores';
import { ExportSlot, type GroupKey, Reconciliation, WaitingWindow } from '@recordings/reconciliation';
import { z } from 'zod';
import type { RecoveryDeps } from '@recordings/window-recovery';
import type { Life } from './machine.ts';
import { makeVirtualTable, type World } from './virtual-table.ts';

const Window = WaitingWindow.extend({ revision: z.number().int() });

/** What a test sees of the tables. */
export type Watchers = {
  readonly onCall?: (next: CallRecord, before: CallRecord | undefined) => void;
  readonly onReconciliation?: (next: Reconciliation, before: Reconciliation | undefined) => void;
  readonly onSlot?: (groupId: string, next: ExportSlot) => void;
};

export const callKey = ({ tenantId, callId }: CallKey): string => `${tenantId}#${callId}`;
const partition = ({ tenantId, groupId }: GroupKey): string => `${tenantId}#${groupId}#`;

export type VirtualTables = ReturnType<typeof makeVirtualTables>;

export const makeVirtualTables = (world: World, watchers: Watchers) => ({
  calls: makeVirtualTable(world, CallRecord, (_, next, before) => watchers.onCall?.(next, before)),
  reconciliations: makeVirtualTable(world, Reconciliation, (_, next, before) =>
    watchers.onReconciliation?.(next, before),
  ),
  slots: makeVirtualTable(world, ExportSlot, (key, next) => watchers.onSlot?.(key.split('#')[1]!, next)),
  windows: makeVirtualTable(world, Window),
});

/** The stores as one run of a process has them. */
export const storesOf = (
  { calls, reconciliations, slots, windows }: VirtualTables,
  life: Life,
) => ({
  calls: {
    get: (key) => calls.get(life, callKey(key)),
    change: (key, transition) => calls.change(life, callKey(key), transition),
  } satisfies RecoveryDeps['calls'],
  reconciliations: reconciliationStoreOf(reconciliations, life),
  exportGroups: {
    // One query reads item after item: slots first, as their keys are.
    read: async (group) => ({
      slots: await slots.list(life, partition(group)),
      windows: await windows.list(life, partition(group)),
    }),
    changeSlot: (group, slotId, change) => slots.change(life, partition(group) + slotId, change),
    removeSlot: (group, slotId) => slots.remove(life, partition(group) + slotId),
    addWindow: async (group, window) => {
      await windows.put(life, partition(group) + window.reconciliationId, { ...window, revision: 1 });
    },
    removeWindow: (group, id) => windows.remove(life, partition(group) + id),
  } satisfies ExportGroupStore,
});

const reconciliationStoreOf = (table: VirtualTables['reconciliations'], life: Life): ReconciliationStore => ({
  get: (id) => table.get(life, id),
  change: (id, change) => table.change(life, id, change),
  settleCall: (id, callId, { outcome, code = 'STORED', message = '', isAboutTheCall = true }) =>
    table.update(life, id, (current) => {
      const call = current.calls[callId];
      if (call?.outcome !== 'open') return undefined;
      const calls = { ...current.calls, [callId]: { ...call, outcome, code, message, isAboutTheCall } };
      return { ...current, calls, revision: current.revision + 1 };
    }),
  quietSince: async (before: Timestamp, limit): Promise<ReconciliationId[]> =>
    (await table.index(life))
      .filter(
        ({ reconciliationStatus, lastUpdated }) =>
          reconciliationStatus === 'IN_PROGRESS' && lastUpdated < before,
      )
      .sort((a, b) => (a.lastUpdated < b.lastUpdated ? -1 : 1))
      .slice(0, limit)
      .map(({ reconciliationId }) => reconciliationId),
});
