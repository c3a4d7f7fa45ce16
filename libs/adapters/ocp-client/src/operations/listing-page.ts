import { OcpMetadata, parseRecordingName } from '@recordings/call-record';
import type { ListingEntry, OcpRecording } from '@recordings/reconciliation';
import { z } from 'zod';
import {
  id,
  optionalCount,
  optionalId,
  optionalInstant,
  optionalNumber,
  optionalSha256,
  optionalText,
} from '../answer-fields.ts';
import { NamedCalls } from './named-calls.ts';

/** The name of the first page of a listing. */
export const FIRST_PAGE = '1';

const Row = z
  .object({
    callId: id.optional().catch(undefined),
    recordingId: optionalId,
    conversationId: optionalId,
    fileName: optionalText,
    audioUrl: optionalText,
    /** Seconds. */
    duration: optionalNumber,
    sizeBytes: optionalCount,
    sha256: optionalSha256,
    startedAt: optionalInstant,
    metadata: OcpMetadata.optional().catch(undefined),
  })
  .transform((row, context): OcpRecording => {
    const { duration, metadata, audioUrl, fileName = fileNameIn(audioUrl), ...rest } = row;
    const recording = { ...rest, ...(fileName !== undefined && { fileName }) };
    // OCP's file name ends with the id of the dialog.
    const callId = row.callId ?? (fileName && parseRecordingName(fileName)?.dialogId);
    if (!callId) {
      context.addIssue({ code: 'custom', message: 'expected a callId, or a fileName that contains one' });
      return z.NEVER;
    }
    return {
      ...recording,
      callId,
      recordingId: recording.recordingId ?? callId,
      durationMs: duration === undefined ? undefined : Math.round(duration * 1_000),
      ocpMetadata: metadata,
    };
  });

/** OCP's file name at the end of a link. Any other name says nothing. */
const fileNameIn = (link = ''): string | undefined => {
  const last = URL.canParse(link) ? new URL(link).pathname.split('/').at(-1)! : '';
  try {
    const name = decodeURIComponent(last);
    return parseRecordingName(name) ? name : undefined;
  } catch {
    return undefined; // The link is not well encoded.
  }
};

const MAX_REASON_CHARACTERS = 300;

/** One unreadable row does not hide the others. */
export const readRow = (row: unknown): ListingEntry => {
  const { success, data, error } = Row.safeParse(row);
  if (success) return { kind: 'recording', recording: data };
  return { kind: 'unreadable', reason: z.prettifyError(error).slice(0, MAX_REASON_CHARACTERS) };
};

export type NextPage =
  | { readonly kind: 'page'; readonly page: string }
  | { readonly kind: 'last' }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** What OCP writes if there is no next page. */
const LAST: ReadonlySet<unknown> = new Set([null, undefined, false, '', 'undefined', 'null']);

/** An unreadable next page does not count as the last one: the calls on it would count as not found. */
const NextPageField = z
  .unknown()
  .optional()
  .transform((page): NextPage => {
    if (LAST.has(page)) return { kind: 'last' };
    if (typeof page === 'string' || typeof page === 'number') return { kind: 'page', page: String(page) };
    const text = JSON.stringify(page).slice(0, MAX_REASON_CHARACTERS);
    return { kind: 'unreadable', reason: `expected the next page as text or number, got ${text}` };
  });

export const ListingPage = z.object({
  recordings: z
    .array(z.unknown())
    .nullable()
    .transform((rows) => rows ?? []),
  notFound: NamedCalls,
  errors: NamedCalls,
  nextPage: NextPageField,
});
export type ListingPage = z.infer<typeof ListingPage>;
