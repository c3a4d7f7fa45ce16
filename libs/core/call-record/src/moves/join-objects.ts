import type { CallRecord, Location } from '../call-record.ts';
import type { TenantId } from '../ids.ts';
import type { Timestamp } from '../timestamp.ts';
import type { SupersededObject } from './move-fields.ts';
import { isSamePlace } from './receive-moved.ts';

/** An object that is to be deleted. */
export const COPIED = 'copied';
const UNKNOWN = 'unknown';

/** The newest word about each object. */
export const joinObjects = (
  known: readonly SupersededObject[],
  added: readonly SupersededObject[],
): SupersededObject[] => [
  ...new Map([...known, ...added].map((one) => [`${one.bucket}/${one.key}`, one])).values(),
];

/**
 * The superseded objects of a record, with the place that was chosen for its copy before, if it is another one: a copy may be
 * there. It may be the recording of another tenant to which the call was about to move, so only those of the same tenant are
 * to be deleted.
 *
 * @param to where the call moves now.
 */
export const listLeft = (
  { movingTo, audio, superseded = [] }: CallRecord,
  to: { readonly tenantId: TenantId; readonly location?: Location | undefined },
  at: Timestamp,
): SupersededObject[] => {
  if (!movingTo) return superseded;
  const isSameTenant = movingTo.tenantId === to.tenantId;
  const known = isSameTenant ? superseded : superseded.map(keepCopied);
  const left = movingTo.location;
  if (!left || !audio || (to.location && isSamePlace(left, to.location))) return known;
  const { bucket, key } = left;
  const why = isSameTenant ? COPIED : UNKNOWN;
  return joinObjects(known, [{ bucket, key, sha256: audio.sha256, at, why }]);
};

const keepCopied = (one: SupersededObject): SupersededObject =>
  one.why === COPIED ? { ...one, why: UNKNOWN } : one;
