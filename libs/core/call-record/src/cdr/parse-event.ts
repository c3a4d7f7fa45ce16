import { z } from 'zod';
import type { ParsedEvent } from './call-event.ts';
import { cdrEventTypes } from './cdr-event.ts';
import { parseCdrEvent } from './parse-cdr-event.ts';
import { dialogEventTypes, parseDialogEvent } from './parse-dialog-event.ts';
import { parseOtherDialogEvent, parseOtherEvent } from './parse-other-event.ts';

/**
 * Reads one event of either vocabulary: `CDR_START`, `IVR_END`, `CDR_END`, or OCP's own `dialog_start`,
 * `dialog_step`, `dialog_end`. Unknown fields, and events of other kinds that name a call, are kept as JSON. An
 * unreadable event gives the reason.
 */
export const parseEvent = (payload: unknown): ParsedEvent => {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    return { kind: 'unreadable', reason: `an event must be a JSON object, got ${describe(payload)}` };
  }
  try {
    return parserOf(payload)(payload);
  } catch (error) {
    if (error instanceof z.ZodError) return { kind: 'unreadable', reason: z.prettifyError(error) };
    throw error;
  }
};

const parserOf = (payload: object): ((payload: object) => ParsedEvent) => {
  if ('message_type' in payload) {
    return isOneOf(dialogEventTypes, payload.message_type) ? parseDialogEvent : parseOtherDialogEvent;
  }
  const { eventType } = payload as { eventType?: unknown };
  return isOneOf(cdrEventTypes, eventType) ? parseCdrEvent : parseOtherEvent;
};

const isOneOf = (names: readonly string[], name: unknown): boolean => names.some((one) => one === name);

const describe = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value;
