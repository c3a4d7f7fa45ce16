import { EXPORT_SENDER, senderIdOf, type TenantId } from '@recordings/call-record';
import type { EventIntakeDeps } from './event-intake-deps.ts';
import type { ProtectOf } from './protect-event.ts';
import { type ReadLimits, readEvents } from './read-events.ts';
import { makeRecordEvents } from './record-events.ts';

export type RecordExportedDeps = EventIntakeDeps & {
  /** The policy for personal fields, of the groups of a tenant. */
  readonly protectOf: (tenantId: TenantId) => ProtectOf;
  readonly limits: ReadLimits;
  readonly signal: AbortSignal;
};

/**
 * Makes the function that records events of an export job, by the rules for those that OCP pushes. The sender reaches the
 * tenant of the job only. Resolves when all events are durable.
 *
 * @returns how many events are on records of calls, and how many of them were not there before. What cannot be read, or is of
 * another tenant, proves nothing about the range.
 */
export const makeRecordExported = ({ protectOf, limits, signal, ...deps }: RecordExportedDeps) => {
  const recordEvents = makeRecordEvents(deps);
  return async (
    tenantId: TenantId,
    body: Uint8Array,
  ): Promise<{ readonly events: number; readonly recorded: number }> => {
    const incoming = await readEvents(body, protectOf(tenantId), limits);
    if (!incoming) return { events: 0, recorded: 0 };
    const sender = {
      ...{ name: EXPORT_SENDER, id: senderIdOf([tenantId]), soleTenant: tenantId },
      mayWrite: (other: TenantId) => other === tenantId,
    };
    const result = await recordEvents(incoming, sender, signal);
    if (result.kind !== 'durable') return { events: 0, recorded: 0 };
    const { recorded, repeated } = result.counts;
    return { events: recorded + repeated, recorded };
  };
};
