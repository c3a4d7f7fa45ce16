import { type ExportApi, parseRecordingName } from '@recordings/call-record';
import type { ListingEntry, OcpRecording } from '@recordings/reconciliation';
import type { PageEntry } from './dialect.ts';
import { readCount, readField, readKeptId, readProse } from './read-field.ts';
import { readMetadata } from './read-metadata.ts';
import { readPlaces } from './read-place.ts';

type Fields = ExportApi['jobRecordings'];

/** One unreadable row does not hide the others. */
export const readRow = (fields: Fields, row: unknown): PageEntry => {
  const link = readField('text', fields.link, row);
  const fileName = readField('text', fields.fileName, row) ?? fileNameIn(link);
  // OCP's file name ends with the id of the dialog.
  const callId = readField('id', fields.callId, row) ?? callIdIn(fileName);
  if (callId === undefined) {
    return { kind: 'unreadable', reason: 'expected a callId, or a fileName that contains one' };
  }
  const recording = recordingOf(fields, row, callId, fileName);
  return { kind: 'recording', recording, ...(link !== undefined && { link }) };
};

const recordingOf = (
  fields: Fields,
  row: unknown,
  callId: string,
  fileName: string | undefined,
): OcpRecording => {
  const durationS = readField('duration', fields.duration, row);
  return dropMissing({
    callId,
    recordingId: readKeptId(fields.recordingId, row) ?? callId,
    conversationId: readKeptId(fields.conversationId, row),
    fileName,
    durationMs: durationS === undefined ? undefined : Math.round(durationS * 1_000),
    sizeBytes: readCount(fields.sizeBytes, row),
    sha256: readField('checksum', fields.sha256, row),
    startedAt: readField('instant', fields.startedAt, row),
    ocpMetadata: readMetadata(fields.metadata, row),
  });
};

const dropMissing = (recording: { [K in keyof OcpRecording]: OcpRecording[K] | undefined }): OcpRecording =>
  Object.fromEntries(Object.entries(recording).filter(([, value]) => value !== undefined)) as OcpRecording;

const callIdIn = (fileName: string | undefined): string | undefined =>
  fileName === undefined ? undefined : parseRecordingName(fileName)?.dialogId;

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

/** What OCP writes instead of an empty list. */
const NONE: ReadonlySet<unknown> = new Set([null, undefined, false, '', 0, 'undefined', 'null']);

/** The calls that OCP names beside the recordings. Anything that is not a list counts as one entry that cannot be read. */
export const readNamed = (fields: Fields, answer: unknown): ListingEntry[] => {
  const listed = (places: readonly string[]): unknown[] =>
    readPlaces(answer, places).flatMap((given) => {
      if (NONE.has(given)) return [];
      return Array.isArray(given) ? (given as unknown[]) : [undefined];
    });
  return [
    // An entry of `notFound` that names no call says nothing: absence is judged by the recordings.
    ...listed(fields.notFound).flatMap((entry): ListingEntry[] => {
      const callId = namedCallOf(fields, entry);
      return callId === undefined ? [] : [{ kind: 'not-found', callId }];
    }),
    ...listed(fields.errors).map((entry) => errorOf(fields, entry)),
  ];
};

/** By its id or the name of its file, alone or in an object. */
const namedCallOf = ({ named }: Fields, entry: unknown): string | undefined => {
  const alone = readField('id', { at: [''], as: 'string' }, entry);
  if (alone !== undefined) return callIdIn(alone) ?? alone;
  return readField('id', named.callId, entry) ?? callIdIn(readField('text', named.fileName, entry));
};

/** An error that names no call may be about any: the listing is incomplete. */
const errorOf = (fields: Fields, entry: unknown): ListingEntry => {
  const callId = namedCallOf(fields, entry);
  const message = readProse(fields.named.message, entry);
  return callId === undefined
    ? { kind: 'unreadable', reason: `errors: ${message ?? 'an entry that names no call'}` }
    : { kind: 'error', callId, reason: message ?? 'OCP reports an error for this call' };
};
