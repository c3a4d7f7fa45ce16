import { createHash } from 'node:crypto';
import { physicalName, recordingsBucket, UNASSIGNED_LINE_OF_BUSINESS } from '@recordings/topology';
import type { Location } from './call-record.ts';
import type { CallKey } from './ids.ts';
import type { Sender } from './sender.ts';

/**
 * The key of a call's one final object. It depends on the call alone, so that two workers use the same key. Ids are
 * escaped, so that two calls never share a key.
 */
export const recordingKey = ({ tenantId, callId }: CallKey): string =>
  `${escapeId(tenantId)}/${escapeId(callId)}`;

/** HTTP clients resolve a path segment of dots alone, so dots are escaped too. */
const escapeId = (id: string): string =>
  /^\.{1,2}$/.test(id) ? id.replaceAll('.', '%2E') : encodeURIComponent(id);

/**
 * The key of a quarantined recording in the quarantine bucket. It contains the SHA-256 (hex) of the bytes, so that the
 * same bytes are kept once.
 */
export const quarantineKey = (key: CallKey, sha256: string): string =>
  `recordings/${recordingKey(key)}/${sha256}`;

/**
 * The key of a quarantined recording that names no call. It has one segment less than that of a call, so a tenant named
 * "unidentified" has other keys.
 */
export const unidentifiedKey = (sha256: string): string => `recordings/unidentified/${sha256}`;

/** S3 allows keys of 1,024 bytes. */
const MAX_SENDER_NAME_BYTES = 256;

/**
 * The key of events in the quarantine bucket: by their sender, then by the SHA-256 (hex) of their bytes. So a sender
 * never reads or changes what another one sent, also if both sent the same bytes.
 */
export const quarantinedEventsKey = ({ id, name }: Pick<Sender, 'id' | 'name'>, sha256: string): string =>
  `events/${escapeId(id)}/${nameSegment(name)}/${sha256}`;

/** No escaped name contains a `+`, so a hash is never the name of another sender. */
const nameSegment = (name: string): string => {
  const escaped = escapeId(name.toWellFormed());
  if (escaped.length <= MAX_SENDER_NAME_BYTES) return escaped;
  return `+${createHash('sha256').update(name).digest('hex')}`;
};

/**
 * Makes the function that names the final place of a call's recording: its key in the bucket of its line of business.
 *
 * @param onUnassigned called when no rule gives a line of business. The recording then goes to the bucket `unassigned`.
 */
export const makeLocateRecording =
  (resourcePrefix: string, onUnassigned: () => void) =>
  (key: CallKey, lineOfBusiness: string = UNASSIGNED_LINE_OF_BUSINESS): Location => {
    if (lineOfBusiness === UNASSIGNED_LINE_OF_BUSINESS) onUnassigned();
    return { bucket: physicalName(resourcePrefix, recordingsBucket(lineOfBusiness)), key: recordingKey(key) };
  };
