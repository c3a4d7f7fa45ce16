import { CallId, GroupId, IngestionSource, TenantId, Timestamp } from '@recordings/call-record';
import type { DeclaredBytes, RecordingOrigin } from '../incoming-recording.ts';
import { objectMetadata } from '../object-metadata.ts';

/** S3 takes 2 KB of names and values. The rest is for the name prefix of each and for what the store adds. */
const MAX_BYTES = 1_800;

type Metadata = Readonly<Record<string, string>>;

/**
 * The metadata of a staged object: all that another process needs to finish the recording after a crash. Three ids
 * always fit. A text of the sender that is too long for S3 is left out.
 */
export const writeTicket = (origin: RecordingOrigin): Record<string, string> => {
  const { facts = {}, declared = {}, download, nameHash, hasDigests } = origin;
  const ticket = objectMetadata(origin);
  const more: Readonly<Record<string, string | number | undefined>> = {
    'has-digests': hasDigests ? 'true' : undefined,
    'name-hash': nameHash,
    'group-id': facts.groupId,
    'started-at': facts.startedAt,
    'declared-sha256': declared.sha256,
    'declared-size': declared.sizeBytes,
    'listed-size': declared.listedSizeBytes,
    'export-job-id': download?.exportJobId,
    'recording-id': download?.recordingId,
    'conversation-id': facts.conversationId,
  };
  for (const [name, value] of Object.entries(more)) {
    if (value === undefined) continue;
    const text = encodeURIComponent(String(value).toWellFormed());
    if (bytesOf({ ...ticket, [name]: text }) <= MAX_BYTES) ticket[name] = text;
  }
  return ticket;
};

const bytesOf = (metadata: Metadata): number =>
  Object.entries(metadata).reduce((sum, [name, value]) => sum + name.length + value.length, 0);

/** @returns undefined if the metadata name no tenant: the object is not one of ours. */
export const readTicket = (metadata: Metadata): RecordingOrigin | undefined => {
  const read = (name: string): string | undefined => decodeOrNothing(metadata[name]);
  const tenantId = TenantId.safeParse(read('tenant-id')).data;
  if (tenantId === undefined) return undefined;
  const exportJobId = read('export-job-id');
  const recordingId = read('recording-id');
  return {
    tenantId,
    callId: CallId.safeParse(read('call-id')).data,
    source: IngestionSource.safeParse(read('source')).data ?? 'REALTIME',
    nameHash: read('name-hash'),
    facts: {
      groupId: GroupId.safeParse(read('group-id')).data,
      startedAt: Timestamp.safeParse(read('started-at')).data,
      conversationId: read('conversation-id'),
    },
    declared: readDeclared(read),
    ...(read('has-digests') === 'true' && { hasDigests: true }),
    ...(exportJobId !== undefined && recordingId !== undefined && { download: { exportJobId, recordingId } }),
  };
};

const readDeclared = (read: (name: string) => string | undefined): DeclaredBytes => {
  const number = (name: string): number | undefined => {
    const text = read(name);
    return text === undefined ? undefined : Number(text);
  };
  return {
    sizeBytes: number('declared-size'),
    sha256: read('declared-sha256'),
    listedSizeBytes: number('listed-size'),
  };
};

const decodeOrNothing = (text: string | undefined): string | undefined => {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
};
