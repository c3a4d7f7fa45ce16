import type { ParsedEvent } from '@recordings/call-record';
import { hasMoreElements, hasMoreLines, hasMoreValues } from './count-parts.ts';
import { TooManyEventsError } from './errors.ts';
import { joinEvents } from './join-events.ts';
import { parseExactly, parseJson } from './parse-json.ts';
import { type ProtectedEvent, type ProtectOf, protectBytes, protectEvent } from './protect-event.ts';
import { splitArray } from './split-array.ts';
import { splitLines } from './split-lines.ts';

/** One event of a request: the bytes as they were received, and what was read from them. */
export type IncomingEvent = { readonly raw: Uint8Array; readonly parsed: ParsedEvent };

export type ReadLimits = {
  /** A request with more events is not read. */
  readonly maxEvents: number;
  /** Resolves when other work has had its turn. It is called after each slice of events. */
  readonly yieldToOthers: () => Promise<void>;
};

/** Reading one event takes less than 0.1 ms, so other requests wait for less than 10 ms. */
const EVENTS_OF_A_SLICE = 100;
/** Long events end a slice too. */
const BYTES_OF_A_SLICE = 65_536;

/** Values of one event that is read. OCP's have a few hundred; reading a million takes seconds and a gigabyte. */
const MAX_VALUES = 20_000;

/** The events of a request, and its whole body, in UTF-8. */
export type IncomingEvents = { readonly body: Uint8Array; readonly events: readonly IncomingEvent[] };

/**
 * Reads a request's events: one JSON object, a JSON array, or NDJSON, in UTF-8 with or without a byte order mark. A part
 * that cannot be read is returned as `unreadable`, so that every byte of the body is recorded or quarantined. A body that
 * is neither JSON nor NDJSON is one unreadable event, so that it is kept in one piece. The policy for personal fields is
 * applied here, before anything else sees an event: bytes that it does not change stay as they were received.
 *
 * @returns undefined if the body is empty or blank.
 * @throws {TooManyEventsError}
 */
export const readEvents = async (
  body: Uint8Array,
  protectOf: ProtectOf,
  limits: ReadLimits,
): Promise<IncomingEvents | undefined> => {
  const parts = splitParts(body, protectOf, limits.maxEvents);
  const events = parts && (await readInSlices(parts, limits));
  if (!events?.some(({ isChanged }) => isChanged)) return events && { body, events };
  // Every part of the body is an event. So the joined events are the body after the policy.
  return { body: joinEvents(events.map(({ raw }) => raw)).joined, events };
};

const readInSlices = async (
  parts: readonly Part[],
  { yieldToOthers }: ReadLimits,
): Promise<ProtectedEvent[]> => {
  const events: ProtectedEvent[] = [];
  let slice = { events: 0, bytes: 0 };
  for (const read of parts) {
    const event = read();
    events.push(event);
    slice = { events: slice.events + 1, bytes: slice.bytes + event.raw.byteLength };
    if (slice.events < EVENTS_OF_A_SLICE && slice.bytes < BYTES_OF_A_SLICE) continue;
    slice = { events: 0, bytes: 0 };
    await yieldToOthers();
  }
  return events;
};

/** Reads one event of the body. */
type Part = () => ProtectedEvent;

const splitParts = (body: Uint8Array, protectOf: ProtectOf, maxEvents: number): Part[] | undefined => {
  if (hasMoreElements(body, maxEvents)) throw new TooManyEventsError(maxEvents);
  const whole = parseJson(body);
  if (whole.ok) {
    const { value, mayBeRounded } = whole;
    const parts = Array.isArray(value) ? splitArray(body) : [body];
    const values = (Array.isArray(value) ? value : [value]) as unknown[];
    return parts.map((raw, at) => () => {
      const json = readJson(raw, () => (mayBeRounded ? parseExactly(raw) : { ok: true, value: values[at] }));
      return readPart(raw, json, 'the event cannot be read', protectOf);
    });
  }
  if (whole.isBlank) return undefined;
  if (hasMoreLines(body, maxEvents)) throw new TooManyEventsError(maxEvents);
  const lines = splitLines(body).map((raw) => ({ raw, json: readJson(raw, () => parseExactly(raw)) }));
  const isNdjson = lines.some(({ json }) => json.ok && typeof json.value === 'object' && json.value !== null);
  if (!isNdjson) return [() => readPart(body, whole, 'the body is neither JSON nor NDJSON', protectOf)];
  return lines.map(
    ({ raw, json }) =>
      () =>
        readPart(raw, json, 'the line is not JSON', protectOf),
  );
};

type Json = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string };

const readJson = (raw: Uint8Array, parse: () => Json): Json =>
  hasMoreValues(raw, MAX_VALUES) ? { ok: false, reason: `it has more than ${MAX_VALUES} values` } : parse();

const readPart = (raw: Uint8Array, json: Json, fault: string, protectOf: ProtectOf): ProtectedEvent => {
  if (json.ok) return protectEvent(raw, json.value, protectOf);
  const parsed = { kind: 'unreadable', reason: `${fault}: ${json.reason}` } as const;
  return { ...protectBytes(raw, protectOf(undefined)), parsed };
};
