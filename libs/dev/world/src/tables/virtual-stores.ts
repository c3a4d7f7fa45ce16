import {
  type CallId,
  type CallKey,
  CallRecord,
  isTombstone,
  type ReconciliationId,
  type Timestamp,
} from '@recordings/call-record';
import {
  ExportSlot,
  Reconciliation,
  type SettledOutcome,
  type SlotKey,
  SweepCheckpoint,
  WaitingWindow,
} from '@recordings/reconciliation';
import type { RecoveryDeps } from '@recordings/window-recovery';
import { z } from 'zod';
import type { Life } from '../time/machine.ts';
import type { NewerWriter } from './newer-writer.ts';
import { makeVirtualTable, type World } from './virtual-table.ts';

const Window = WaitingWindow.extend({ revision: z.number().int() });

/** Called at each write, with the item before it. */
export type Watchers = {
  readonly onCall?: (next: CallRecord, before: CallRecord | undefined) => void;
  readonly onReconciliation?: (next: Reconciliation, before: Reconciliation | undefined) => void;
  readonly onSlot?: (groupId: string, next: ExportSlot, before: ExportSlot | undefined) => void;
};

export const callKey = ({ tenantId, callId }: CallKey): string => `${tenantId}#${callId}`;
const partition = ({ ocpHost, groupId }: SlotKey): string => `${ocpHost}#${groupId}#`;

export type VirtualTables = ReturnType<typeof makeVirtualTables>;

/** @param newer checks that each write keeps what the newer version wrote. */
export const makeVirtualTables = (world: World, watchers: Watchers, newer: NewerWriter) => ({
  calls: makeVirtualTable(world, 'call-records', CallRecord, (key, next, before) => {
    newer.check(key, before, next);
    watchers.onCall?.(next, before);
  }),
  reconciliations: makeVirtualTable(world, 'reconciliations', Reconciliation, (key, next, before) => {
    newer.check(key, before, next);
    watchers.onReconciliation?.(next, before);
  }),
  slots: makeVirtualTable(world, 'slots', ExportSlot, (key, next, before) => {
    newer.check(key, before, next);
    watchers.onSlot?.(key.split('#')[1]!, next, before);
  }),
  windows: makeVirtualTable(world, 'windows', Window, (key, next, before) => newer.check(key, before, next)),
  sweeps: makeVirtualTable(world, 'sweeps', SweepCheckpoint, (key, next, before) =>
    newer.check(key, before, next),
  ),
});

const listableOf = ({
  callTimestamp,
  callEndTimestamp,
  lastReconciliationAt,
  nextReconciliationAt,
}: CallRecord) => ({
  startedAt: callTimestamp,
  endedAt: callEndTimestamp,
  lastReconciliationAt,
  nextReconciliationAt,
});

const isDaily = (call: CallRecord, promptAttempts: number): boolean =>
  call.reconciliationAttempts >= promptAttempts &&
  (call.reconciliationStatus === 'failed' || call.reconciliationStatus === 'pending');

const findListableOf =
  (calls: VirtualTables['calls'], life: Life): RecoveryDeps['findListableCalls'] =>
  async ({ tenantId, groupId }, { fromDate, toDate }, { promptAttempts }) => {
    const inRange = (await calls.index(life))
      .filter((call) => call.tenantId === tenantId && call.groupId === groupId)
      .filter(({ callTimestamp }) => callTimestamp >= fromDate && callTimestamp < toDate);
    const mapOf = (some: readonly CallRecord[]) =>
      new Map(some.map((call) => [call.callId, listableOf(call)]));
    return {
      stored: mapOf(inRange.filter(({ s3Stored }) => s3Stored)),
      daily: mapOf(inRange.filter((call) => isDaily(call, promptAttempts))),
    };
  };

const findOcpMetadataOf =
  (calls: VirtualTables['calls'], life: Life): RecoveryDeps['findOcpMetadata'] =>
  async (tenantId, callIds) => {
    const asked = new Set(callIds);
    const found = await calls.list(life, `${tenantId}#`);
    return new Map(
      found.flatMap(({ callId, ocpMetadata }) =>
        ocpMetadata && asked.has(callId) ? [[callId, ocpMetadata] as const] : [],
      ),
    );
  };

type VirtualStores = Pick<
  RecoveryDeps,
  | 'calls'
  | 'findListableCalls'
  | 'findExistingCalls'
  | 'findOcpMetadata'
  | 'hourCounts'
  | 'reconciliations'
  | 'exportGroups'
> & {
  readonly calls: { get(key: CallKey): unknown; read(key: CallKey): unknown };
};

/** The stores as one life of a process uses them. */
export const storesOf = ({ calls, reconciliations, slots, windows }: VirtualTables, life: Life) =>
  ({
    calls: {
      get: async (key) => {
        const record = await calls.get(life, callKey(key));
        return record && isTombstone(record) ? undefined : record;
      },
      read: (key) => calls.get(life, callKey(key)),
      change: (key, transition) => calls.change(life, callKey(key), transition),
    },
    findListableCalls: findListableOf(calls, life),
    findExistingCalls: async (tenantId, callIds) => {
      const found = await calls.list(life, `${tenantId}#`);
      const existing = new Set(found.map(({ callId }) => callId));
      return new Set(callIds.filter((callId) => existing.has(callId)));
    },
    findOcpMetadata: findOcpMetadataOf(calls, life),
    // Completeness is not played in virtual time.
    hourCounts: { confirm: async () => undefined },
    reconciliations: reconciliationStoreOf(reconciliations, life),
    exportGroups: {
      // One query reads the items in the order of their keys: slots first.
      read: async (group) => ({
        slots: await slots.list(life, partition(group)),
        windows: await windows.list(life, partition(group)),
        unreadable: [],
      }),
      getSlot: (group, slotId) => slots.get(life, partition(group) + slotId),
      putSlot: (group, next) => slots.put(life, partition(group) + next.slotId, next),
      removeSlot: (group, slotId) => slots.remove(life, partition(group) + slotId),
      addWindow: async (group, window) => {
        await windows.put(life, partition(group) + window.reconciliationId, { ...window, revision: 1 });
      },
      removeWindow: (group, id) => windows.remove(life, partition(group) + id),
    },
  }) satisfies VirtualStores;

const reconciliationStoreOf = (table: VirtualTables['reconciliations'], life: Life) => ({
  get: (id: ReconciliationId) => table.get(life, id),
  put: (next: Reconciliation) => table.put(life, next.reconciliationId, next),
  settleCall: (
    id: ReconciliationId,
    callId: CallId,
    { outcome, code = 'STORED', message = '', isAboutTheCall = true }: SettledOutcome,
  ) =>
    table.update(life, id, (current) => {
      const call = current.calls[callId];
      if (call?.outcome !== 'open') return undefined;
      const { recordingId: _, declared: __, others: ___, ...kept } = call;
      const settled =
        outcome === 'stored'
          ? { ...kept, outcome, code }
          : { ...call, outcome, code, message, isAboutTheCall };
      const calls = { ...current.calls, [callId]: settled };
      return { ...current, calls, revision: current.revision + 1 };
    }),
  quietSince: async (before: Timestamp, limit: number, after: Timestamp = ''): Promise<Reconciliation[]> =>
    (await table.index(life))
      .filter(
        ({ reconciliationStatus, lastUpdated }) =>
          reconciliationStatus === 'IN_PROGRESS' && lastUpdated < before && lastUpdated > after,
      )
      .sort((a, b) => (a.lastUpdated < b.lastUpdated ? -1 : 1))
      .slice(0, limit),
});
