import { type ParsedEvent, parseEvent } from '@recordings/call-record';

/** One event of a request: as it came, and as it was read. */
export type IncomingEvent = { readonly raw: Uint8Array; readonly parsed: ParsedEvent };

/**
 * Reads a request's events: one JSON object, a JSON array, or NDJSON, in UTF-8 with or without a byte order mark. What
 * cannot be read is returned as such, so that it can be quarantined; nothing of the body is dropped. A body that is
 * neither is one unreadable event, so that it stays together.
 *
 * @returns undefined if the body holds nothing at all.
 */
export const readEvents = (body: Uint8Array): IncomingEvent[] | undefined => {
  const whole = parseJson(body);
  if (whole.ok && Array.isArray(whole.value)) {
    return whole.value.map((value: unknown) => eventOf(bytesOf(value) ?? body, value));
  }
  if (whole.ok) return [eventOf(body, whole.value)];
  if (whole.isBlank) return undefined;
  const lines = linesOf(body).map((raw) => ({ raw, json: parseJson(raw) }));
  const isNdjson = lines.some(({ json }) => json.ok && typeof json.value === 'object' && json.value !== null);
  if (!isNdjson) return [unreadable(body, `the body is neither JSON nor NDJSON: ${whole.reason}`)];
  return lines.map(({ raw, json }) =>
    json.ok ? eventOf(raw, json.value) : unreadable(raw, `the line is no JSON: ${json.reason}`),
  );
};

const eventOf = (raw: Uint8Array, value: unknown): IncomingEvent => ({ raw, parsed: parseEvent(value) });

const unreadable = (raw: Uint8Array, reason: string): IncomingEvent => ({
  raw,
  parsed: { kind: 'unreadable', reason },
});

/** An element of an array, written again. @returns undefined if it is nested deeper than JSON can be written. */
const bytesOf = (value: unknown): Uint8Array | undefined => {
  try {
    return Buffer.from(JSON.stringify(value));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};

type Json =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string; readonly isBlank?: boolean };

/** Bytes that are no UTF-8 are not guessed at: their text would be kept with holes. */
const parseJson = (bytes: Uint8Array): Json => {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes); // Drops a byte order mark.
  } catch {
    return { ok: false, reason: 'it is not valid UTF-8' };
  }
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false, reason: 'it does not parse', isBlank: text.trim() === '' };
  }
};

const NEWLINE = 0x0a;
const blanks: ReadonlySet<number> = new Set([0x09, 0x0d, 0x20]);

/** The lines that hold anything, without their ends. */
const linesOf = (body: Uint8Array): Uint8Array[] => {
  const lines: Uint8Array[] = [];
  for (let from = 0; from < body.length; ) {
    const newline = body.indexOf(NEWLINE, from);
    const to = newline === -1 ? body.length : newline;
    lines.push(body.subarray(from, to));
    from = to + 1;
  }
  return lines.filter((line) => !line.every((byte) => blanks.has(byte)));
};
