import { type ParsedEvent, parseEvent } from '@recordings/call-record';

/** One event of a request: as it came, and as it was read. */
export type IncomingEvent = { readonly raw: string; readonly parsed: ParsedEvent };

/**
 * Reads a request's events: one JSON object, a JSON array, or NDJSON. What cannot be read is returned as such, so
 * that it can be quarantined; nothing of the body is dropped.
 */
export const readEvents = (body: string): IncomingEvent[] => {
  const whole = parseJson(body);
  if (whole.ok) return (Array.isArray(whole.value) ? whole.value : [whole.value]).map(incoming);
  const lines = body.split('\n').filter((line) => line.trim() !== '');
  if (lines.length < 2) return [{ raw: body, parsed: { kind: 'unreadable', reason: 'the body is no JSON' } }];
  return lines.map((line) => {
    const json = parseJson(line);
    if (json.ok) return { raw: line, parsed: parseEvent(json.value) };
    return { raw: line, parsed: { kind: 'unreadable', reason: 'the line is no JSON' } };
  });
};

const incoming = (value: unknown): IncomingEvent => ({
  raw: JSON.stringify(value),
  parsed: parseEvent(value),
});

const parseJson = (text: string): { ok: true; value: unknown } | { ok: false } => {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false };
  }
};
