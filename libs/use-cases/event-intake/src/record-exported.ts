import { type CallId, EXPORT_SENDER, senderIdOf, type TenantId } from '@recordings/call-record';
import { TooManyEventsError } from './errors.ts';
import type { EventIntakeDeps } from './event-intake-deps.ts';
import type { ProtectOf } from './protect-event.ts';
import { type IncomingEvents, type ReadLimits, readEvents } from './read-events.ts';
import { makeRecordEvents } from './record-events.ts';

export type RecordExportedDeps = EventIntakeDeps & {
  /** The policy for personal fields, of the groups of a tenant. */
  readonly protectOf: (tenantId: TenantId) => ProtectOf;
  readonly limits: ReadLimits;
  readonly signal: AbortSignal;
};

/** What the events of one body reported. */
export type ExportedEvents = {
  /** How many are on records of calls. */
  readonly events: number;
  /** How many of them were not there before. */
  readonly recorded: number;
  /** How many are in quarantine: they cannot be read, or are of another tenant. */
  readonly unrecorded: number;
  /** Their calls, and whether audio of them is expected. */
  readonly calls: ReadonlyMap<CallId, { readonly isAudioExpected: boolean }>;
  /** Why the body was not read. A job over a shorter range has fewer events. */
  readonly limitReached?: string;
};

const NOTHING: ExportedEvents = { events: 0, recorded: 0, unrecorded: 0, calls: new Map() };

/**
 * Makes the function that records events of an export job, by the rules for those that OCP pushes. The sender reaches the
 * tenant of the job only. Resolves when all events are durable. What cannot be read, or is of another tenant, is counted:
 * nothing is known of its call.
 */
export const makeRecordExported = ({ protectOf, limits, signal, ...deps }: RecordExportedDeps) => {
  const recordEvents = makeRecordEvents(deps);
  return async (tenantId: TenantId, body: Uint8Array): Promise<ExportedEvents> => {
    const incoming = await readUpToLimit(body, protectOf(tenantId), limits);
    if (!incoming) return NOTHING;
    if ('limitReached' in incoming) return { ...NOTHING, ...incoming };
    const sender = {
      ...{ name: EXPORT_SENDER, id: senderIdOf([tenantId]), tenants: [tenantId], soleTenant: tenantId },
      mayWrite: (other: TenantId) => other === tenantId,
    };
    const result = await recordEvents(incoming, sender, signal);
    if (result.kind !== 'durable') return { ...NOTHING, unrecorded: incoming.events.length };
    const { recorded, repeated, quarantined, refused } = result.counts;
    const unrecorded = quarantined + refused;
    return { events: recorded + repeated, recorded, unrecorded, calls: result.calls };
  };
};

const readUpToLimit = async (
  body: Uint8Array,
  protectOf: ProtectOf,
  limits: ReadLimits,
): Promise<IncomingEvents | { readonly limitReached: string } | undefined> => {
  try {
    return await readEvents(body, protectOf, limits);
  } catch (error) {
    if (!(error instanceof TooManyEventsError)) throw error;
    return { limitReached: `a list of CDRs has more than ${limits.maxEvents} events` };
  }
};
