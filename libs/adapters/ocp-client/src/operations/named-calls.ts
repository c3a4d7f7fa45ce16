import { parseRecordingName } from '@recordings/call-record';
import { z } from 'zod';
import { id, optionalProse, optionalText } from '../answer-fields.ts';

/** A call that OCP names beside the recordings: by its id or the name of its file, alone or in an object. */
export type NamedCall = {
  /** Undefined if the entry does not say which call it is about. */
  readonly callId?: string;
  /** OCP's words. */
  readonly message?: string;
};

const callIdIn = (text: string): string => parseRecordingName(text)?.dialogId ?? text;

const Named = z.union([
  id.transform((text): NamedCall => ({ callId: callIdIn(text) })),
  z
    .object({
      callId: id.optional().catch(undefined),
      fileName: optionalText,
      message: optionalProse,
      error: optionalProse,
    })
    .transform(({ callId, fileName, message, error }): NamedCall => {
      const named = callId ?? (fileName === undefined ? undefined : parseRecordingName(fileName)?.dialogId);
      return { ...(named !== undefined && { callId: named }), message: message ?? error };
    }),
]);

/** What OCP writes instead of an empty list. */
const NONE: ReadonlySet<unknown> = new Set([null, undefined, false, '', 0, 'undefined', 'null']);

/** Anything that is not a list counts as one entry that cannot be read. */
export const NamedCalls = z
  .unknown()
  .optional()
  .transform((given): NamedCall[] => {
    if (NONE.has(given)) return [];
    return (Array.isArray(given) ? given : [undefined]).map((entry) => Named.safeParse(entry).data ?? {});
  });
