import type { ParsedEvent } from '@recordings/call-record';
import { parseExactly, parseJson } from './parse-json.ts';
import { type ProtectedEvent, type ProtectOf, protectBytes, protectEvent } from './protect-event.ts';
import { splitArray } from './split-array.ts';
import { splitLines } from './split-lines.ts';

/** One event of a request: the bytes as they were received, and what was read from them. */
export type IncomingEvent = { readonly raw: Uint8Array; readonly parsed: ParsedEvent };

const NEWLINE = Buffer.from('\n');

/** The events of a request, and its whole body, in UTF-8. */
export type IncomingEvents = { readonly body: Uint8Array; readonly events: readonly IncomingEvent[] };

/**
 * Reads a request's events: one JSON object, a JSON array, or NDJSON, in UTF-8 with or without a byte order mark. A part
 * that cannot be read is returned as `unreadable`, so that every byte of the body is recorded or quarantined. A body that
 * is neither JSON nor NDJSON is one unreadable event, so that it is kept in one piece. The policy for personal fields is
 * applied here, before anything else sees an event: bytes that it does not change stay as they were received.
 *
 * @returns undefined if the body is empty or blank.
 */
export const readEvents = (body: Uint8Array, protectOf: ProtectOf): IncomingEvents | undefined => {
  const events = splitEvents(body, protectOf);
  // Every part of the body is an event. So the body holds only what the events hold.
  return events && { body: events.some(({ isChanged }) => isChanged) ? joinLines(events) : body, events };
};

const joinLines = (events: readonly IncomingEvent[]): Uint8Array =>
  Buffer.concat(events.flatMap(({ raw }) => [raw, NEWLINE]));

const splitEvents = (body: Uint8Array, protectOf: ProtectOf): ProtectedEvent[] | undefined => {
  const whole = parseJson(body);
  if (whole.ok) {
    const { value, mayBeRounded } = whole;
    const parts = Array.isArray(value) ? splitArray(body) : [body];
    const values = (Array.isArray(value) ? value : [value]) as unknown[];
    return parts.map((raw, at) => {
      const json = mayBeRounded ? parseExactly(raw) : { ok: true as const, value: values[at] };
      return readPart(raw, json, 'the event cannot be read', protectOf);
    });
  }
  if (whole.isBlank) return undefined;
  const lines = splitLines(body).map((raw) => ({ raw, json: parseExactly(raw) }));
  const isNdjson = lines.some(({ json }) => json.ok && typeof json.value === 'object' && json.value !== null);
  if (!isNdjson) return [readPart(body, whole, 'the body is neither JSON nor NDJSON', protectOf)];
  return lines.map(({ raw, json }) => readPart(raw, json, 'the line is not JSON', protectOf));
};

type Json = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string };

const readPart = (raw: Uint8Array, json: Json, fault: string, protectOf: ProtectOf): ProtectedEvent => {
  if (json.ok) return protectEvent(raw, json.value, protectOf);
  const parsed = { kind: 'unreadable', reason: `${fault}: ${json.reason}` } as const;
  return { ...protectBytes(raw, protectOf(undefined)), parsed };
};
