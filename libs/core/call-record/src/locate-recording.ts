import { physicalName, recordingsBucket, UNASSIGNED_LINE_OF_BUSINESS } from '@recordings/topology';
import type { Location } from './call-record.ts';
import type { CallKey } from './ids.ts';

/**
 * The key of a call's one final object: a pure function of the call, so that nobody can store it twice. Ids are
 * escaped, so that no id can reach another's key.
 */
export const recordingKey = ({ tenantId, callId }: CallKey): string =>
  `${escaped(tenantId)}/${escaped(callId)}`;

/** Dots alone would be a step in a path, which HTTP clients resolve. */
const escaped = (id: string): string =>
  /^\.{1,2}$/.test(id) ? id.replaceAll('.', '%2E') : encodeURIComponent(id);

/** The key of quarantined bytes: by their content, so that the same bytes again are kept once. */
export const quarantineKey = (key: CallKey, sha256: string): string =>
  `recordings/${recordingKey(key)}/${sha256}`;

/**
 * Makes the function that names the final place of a call's recording: its key in the bucket of its line of business.
 *
 * @param onUnassigned called when no rule names a line of business; the recording then goes to the bucket for those.
 */
export const makeLocateRecording =
  (resourcePrefix: string, onUnassigned: () => void) =>
  (key: CallKey, lineOfBusiness: string = UNASSIGNED_LINE_OF_BUSINESS): Location => {
    if (lineOfBusiness === UNASSIGNED_LINE_OF_BUSINESS) onUnassigned();
    return { bucket: physicalName(resourcePrefix, recordingsBucket(lineOfBusiness)), key: recordingKey(key) };
  };
