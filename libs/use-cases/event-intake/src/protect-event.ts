import { isUtf8 } from 'node:buffer';
import { parseEvent } from '@recordings/call-record';
import { type Protect, TOO_DEEP } from '@recordings/pii';
import type { Reviver } from './parse-json.ts';
import type { IncomingEvent } from './read-events.ts';

/** Finds the policy for personal fields of a group, by the name that an event gives. */
export type ProtectOf = (groupName: string | undefined) => Protect;

type ProtectedBytes = { readonly raw: Uint8Array; readonly isChanged: boolean };
export type ProtectedEvent = IncomingEvent & ProtectedBytes;

/**
 * Reads an event and applies the policy of its group, so that nothing else of it is recorded or kept.
 *
 * @param value the event.
 * @param raw the same as bytes. If the policy changes nothing, they stay byte for byte.
 */
export const protectEvent = (raw: Uint8Array, value: unknown, protectOf: ProtectOf): ProtectedEvent => {
  const parsed = parseEvent(value);
  const protect = protectOf(parsed.kind === 'event' ? parsed.event.groupName : undefined);
  const safe = protect.value(value);
  if (safe === value) return { raw, isChanged: false, parsed };
  const rewritten = rewrite(raw, protect);
  const bytes = rewritten ? { raw: rewritten, isChanged: true } : protectBytes(raw, protect);
  return { ...bytes, parsed: parseEvent(safe) };
};

/** Applies a policy to bytes that cannot be read as JSON. */
export const protectBytes = (raw: Uint8Array, { text }: Protect): ProtectedBytes => {
  const before = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  // In Latin-1 each byte is one character, so bytes that are not UTF-8 stay as they are.
  const encoding = isUtf8(before) ? 'utf8' : 'latin1';
  const given = before.toString(encoding);
  const safe = text(given);
  return safe === given ? { raw, isChanged: false } : { raw: Buffer.from(safe, encoding), isChanged: true };
};

/**
 * JSON under a policy, with every digit of numbers that JavaScript would round.
 *
 * @returns undefined if a part is nested so deeply that it would be left out.
 */
const rewrite = (raw: Uint8Array, { value }: Protect): Uint8Array | undefined => {
  try {
    const text = JSON.stringify(value(parseLossless(new TextDecoder().decode(raw))));
    return text.includes(TOO_DEEP) ? undefined : Buffer.from(text);
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/** The types of TypeScript lack what Node has. */
const { rawJSON } = JSON as unknown as { readonly rawJSON: (digits: string) => unknown };

const keepDigits: Reviver = (_, value, { source }) =>
  typeof value === 'number' && source !== undefined && String(value) !== source ? rawJSON(source) : value;

const parseLossless = (text: string): unknown => JSON.parse(text, keepDigits as never) as unknown;
