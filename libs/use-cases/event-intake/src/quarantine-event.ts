import { createHash } from 'node:crypto';
import { quarantinedEventsKey, type Sender } from '@recordings/call-record';
import type { EventIntakeDeps } from './event-intake-deps.ts';

/** Why events are not recorded: a stable code, and a sentence. */
export type QuarantineReason = { readonly reason: string; readonly detail: string };

/** The request to which quarantined events belong. */
export type EventRequest = { readonly sender: Sender; readonly signal: AbortSignal };

type QuarantineDeps = Pick<EventIntakeDeps, 'quarantine' | 'now' | 'note'>;

/**
 * Keeps bytes in quarantine as they are, and beside them why, and who sent them. The same bytes of the same sender are
 * kept once.
 *
 * @returns their key.
 */
export const keepEvents = async (
  { quarantine, now }: Pick<QuarantineDeps, 'quarantine' | 'now'>,
  raw: Uint8Array,
  why: QuarantineReason,
  { sender, signal }: EventRequest,
): Promise<string> => {
  const key = quarantinedEventsKey(sender, createHash('sha256').update(raw).digest('hex'));
  await quarantine(key, [raw], { ...why, sender: sender.name, at: now() }, signal);
  return key;
};

/** Keeps an event that cannot be recorded. */
export const quarantineEvent = async (
  deps: QuarantineDeps,
  raw: Uint8Array,
  eventType: string,
  why: QuarantineReason,
  request: EventRequest,
): Promise<void> => {
  const key = await keepEvents(deps, raw, why, request);
  deps.note({ type: 'cdr_event_quarantined', eventType, key, sender: request.sender.name, ...why });
};
