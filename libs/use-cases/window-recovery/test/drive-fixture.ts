import { parseRegistry, ReconciliationId, shifted, TenantId, timestampOf } from '@recordings/call-record';
import {
  type ExportGroup,
  type ExportJob,
  type ExportSlot,
  intendExport,
  type OcpPermit,
  type WaitingWindow,
} from '@recordings/reconciliation';
import { makeRegistryFile } from '@recordings/test-kit';
import type { RecoveryDeps } from '../src/recovery-deps.ts';
import type { RecoveryEvent } from '../src/recovery-event.ts';

export const HOUR_MS = 3_600_000;
export const now = timestampOf(Date.UTC(2026, 0, 15, 12));
export const early = shifted(now, -6 * HOUR_MS);
export const registry = parseRegistry(
  makeRegistryFile(
    { name: 'Shared', tenant: 'acme', exportProfile: 'omilia' },
    { name: 'Shared', tenant: 'bolt', exportProfile: 'omilia' },
    { name: 'Free', tenant: 'acme' },
  ),
);
export const { name: shared } = registry.findGroup('Shared', 'acme')!;
export const { name: free } = registry.findGroup('Free')!;

export const windowOf = (id: string, tenantId: string, groupId = shared): WaitingWindow => ({
  reconciliationId: ReconciliationId.parse(id),
  tenantId: TenantId.parse(tenantId),
  groupId,
  priority: 'normal',
  firstStart: early,
  lastStart: early,
  lastEnd: early,
  waitingSince: early,
});

export const intendedBy = (tenantId: string, over: Partial<ExportJob> = {}): ExportJob => {
  const plan = { tenantId: TenantId.parse(tenantId), fromDate: early, toDate: now, reconciliationIds: [] };
  return { ...intendExport('e-1', plan, now), ...over } as ExportJob;
};

/** A worker whose OCP refuses every create as busy, over one OCP group in memory. */
export const makeWorker = (group: Partial<ExportGroup>, over: Partial<RecoveryDeps> = {}) => {
  const slots = new Map(group.slots?.map((slot) => [slot.slotId, slot]));
  const asked: string[] = [];
  const noted: RecoveryEvent[] = [];
  const givenBack: OcpPermit[] = [];
  const deps = {
    registry,
    ocpHost: 'ocp.example',
    exportGroups: {
      read: async () => ({ windows: [], unreadable: [], ...group, slots: [...slots.values()] }),
      getSlot: async (_: unknown, slotId: string) => slots.get(slotId),
      putSlot: async (_: unknown, next: ExportSlot) => {
        if ((slots.get(next.slotId)?.revision ?? 0) !== next.revision - 1) return false;
        slots.set(next.slotId, next);
        return true;
      },
    },
    ocpOf: ({ credentials }: { credentials: string }) => ({
      reservePermit: async () => ({ departureMs: 7 }),
      giveBackPermit: (permit: OcpPermit) => givenBack.push(permit),
      createJob: async (_: unknown, __: unknown, held?: OcpPermit) => {
        expect(held).toEqual({ departureMs: 7 });
        asked.push(credentials);
        return { kind: 'busy' };
      },
    }),
    credentialsMark: ({ credentials }: { credentials: string }) => credentials,
    retryRule: { firstFaultDelayMs: 5 * 60_000, maxFaultDelayMs: 24 * HOUR_MS },
    exportPolicy: { busyDelayMs: 60_000, createLeaseMs: 60_000 },
    sendCheck: async () => undefined,
    makeId: () => `e-${asked.length + 2}`,
    gatherMs: 0,
    now: () => now,
    timeoutSignal: () => new AbortController().signal,
    signal: new AbortController().signal,
    note: (event: RecoveryEvent) => noted.push(event),
    ...over,
  } as unknown as RecoveryDeps;
  return { deps, asked, noted, givenBack, slotOf: (slotId: string) => slots.get(slotId) };
};
