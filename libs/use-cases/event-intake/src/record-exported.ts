import { senderIdOf, type TenantId } from '@recordings/call-record';
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

/** The name of the sender of exported events, in quarantine. */
const SENDER = 'export';

/**
 * Makes the function that records events of an export job, by the rules for those that OCP pushes. The sender reaches the
 * tenant of the job only. Resolves when all events are durable.
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
      ...{ name: SENDER, id: senderIdOf([tenantId]), soleTenant: tenantId },
      mayWrite: (other: TenantId) => other === tenantId,
    };
    const result = await recordEvents(incoming, sender, signal);
    const events = incoming.events.length;
    return { events, recorded: result.kind === 'durable' ? result.counts.recorded : 0 };
  };
};
