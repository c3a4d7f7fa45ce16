import { type ParsedEvent, parseEvent } from '@recordings/call-record';
import { parseJson } from './parse-json.ts';
import { splitLines } from './split-lines.ts';

/** One event of a request: the bytes as they were received, and what was read from them. */
export type IncomingEvent = { readonly raw: Uint8Array; readonly parsed: ParsedEvent };

/** The events of a request, and its whole body, in UTF-8. */
export type IncomingEvents = { readonly body: Uint8Array; readonly events: readonly IncomingEvent[] };

/**
 * Reads a request's events: one JSON object, a JSON array, or NDJSON, in UTF-8 with or without a byte order mark. A part
 * that cannot be read is returned as `unreadable`, so that every byte of the body is recorded or quarantined. A body that
 * is neither JSON nor NDJSON is one unreadable event, so that it is kept in one piece.
 *
 * @returns undefined if the body is empty or blank.
 */
export const readEvents = (body: Uint8Array): IncomingEvents | undefined => {
  const events = splitEvents(body);
  return events && { body, events };
};

const splitEvents = (body: Uint8Array): IncomingEvent[] | undefined => {
  const whole = parseJson(body);
  if (whole.ok && Array.isArray(whole.value)) {
    return whole.value.map((value: unknown) => parseValue(bytesOf(value) ?? body, value));
  }
  if (whole.ok) return [parseValue(body, whole.value)];
  if (whole.isBlank) return undefined;
  const lines = splitLines(body).map((raw) => ({ raw, json: parseJson(raw) }));
  const isNdjson = lines.some(({ json }) => json.ok && typeof json.value === 'object' && json.value !== null);
  if (!isNdjson) return [unreadable(body, `the body is neither JSON nor NDJSON: ${whole.reason}`)];
  return lines.map(({ raw, json }) =>
    json.ok ? parseValue(raw, json.value) : unreadable(raw, `the line is not JSON: ${json.reason}`),
  );
};

const parseValue = (raw: Uint8Array, value: unknown): IncomingEvent => ({ raw, parsed: parseEvent(value) });

const unreadable = (raw: Uint8Array, reason: string): IncomingEvent => ({
  raw,
  parsed: { kind: 'unreadable', reason },
});

/** An element of an array as JSON again. @returns undefined if it is nested too deeply for `JSON.stringify`. */
const bytesOf = (value: unknown): Uint8Array | undefined => {
  try {
    return Buffer.from(JSON.stringify(value));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};
