import { z } from 'zod';
import type { ParsedEvent } from './call-event.ts';
import { parseCdrEvent } from './parse-cdr-event.ts';
import { parseDialogEvent } from './parse-dialog-event.ts';

/**
 * Reads one event of either vocabulary: `CDR_START`, `IVR_END`, `CDR_END`, or OCP's own `dialog_start`,
 * `dialog_step`, `dialog_end`. Unknown fields are ignored. An unreadable event gives the reason.
 */
export const parseEvent = (payload: unknown): ParsedEvent => {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    return { kind: 'unreadable', reason: `an event must be a JSON object, got ${describe(payload)}` };
  }
  const parse = 'message_type' in payload ? parseDialogEvent : parseCdrEvent;
  try {
    return parse(payload);
  } catch (error) {
    if (error instanceof z.ZodError) return { kind: 'unreadable', reason: z.prettifyError(error) };
    throw error;
  }
};

const describe = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value;
