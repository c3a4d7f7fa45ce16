import type { ParsedEvent } from '@recordings/call-record';
import { parseJson } from './parse-json.ts';
import { type ProtectedEvent, type ProtectOf, protectBytes, protectEvent } from './protect-event.ts';
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
  if (whole.ok && Array.isArray(whole.value)) {
    return whole.value.map((value: unknown) => protectEvent(bytesOf(value) ?? body, value, protectOf));
  }
  if (whole.ok) return [protectEvent(body, whole.value, protectOf)];
  if (whole.isBlank) return undefined;
  const lines = splitLines(body).map((raw) => ({ raw, json: parseJson(raw) }));
  const isNdjson = lines.some(({ json }) => json.ok && typeof json.value === 'object' && json.value !== null);
  const unreadable = (raw: Uint8Array, reason: string): ProtectedEvent => ({
    ...protectBytes(raw, protectOf(undefined)),
    parsed: { kind: 'unreadable', reason },
  });
  if (!isNdjson) return [unreadable(body, `the body is neither JSON nor NDJSON: ${whole.reason}`)];
  return lines.map(({ raw, json }) =>
    json.ok
      ? protectEvent(raw, json.value, protectOf)
      : unreadable(raw, `the line is not JSON: ${json.reason}`),
  );
};

/** An element of an array as JSON again. @returns undefined if it is nested too deeply for `JSON.stringify`. */
const bytesOf = (value: unknown): Uint8Array | undefined => {
  try {
    return Buffer.from(JSON.stringify(value));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};
