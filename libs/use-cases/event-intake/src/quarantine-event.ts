import { createHash } from 'node:crypto';
import type { EventIntakeDeps } from './event-intake-deps.ts';

/** Why an event cannot be recorded: a stable code, and a sentence. */
export type QuarantineReason = { readonly reason: string; readonly detail: string };

/** Keeps an event in quarantine, byte for byte. Its key is its own SHA-256, so the same event is kept once. */
export const quarantineEvent = async (
  { quarantine, now, note }: Pick<EventIntakeDeps, 'quarantine' | 'now' | 'note'>,
  raw: Uint8Array,
  eventType: string,
  { reason, detail }: QuarantineReason,
  signal: AbortSignal,
): Promise<void> => {
  const key = `events/${createHash('sha256').update(raw).digest('hex')}`;
  await quarantine(key, [raw], { reason, detail, at: now() }, signal);
  note({ type: 'cdr_event_quarantined', eventType, key, reason, detail });
};
