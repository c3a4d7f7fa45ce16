import type { QuarantinedObject } from './call-record.ts';

/** The newest stand on the record; all of them are in the bucket, and the record says how many. */
const MAX_LISTED = 20;

/** The list with what was added to it: each content once, the newest last. */
export const listedQuarantined = (
  known: readonly QuarantinedObject[],
  added: readonly QuarantinedObject[],
): QuarantinedObject[] => [...notAmong(added, known), ...added].slice(-MAX_LISTED);

/** Those of `some` whose content is not among `known`. */
export const notAmong = (
  known: readonly QuarantinedObject[],
  some: readonly QuarantinedObject[],
): QuarantinedObject[] => {
  const contents = new Set(known.map(({ sha256 }) => sha256));
  return some.filter(({ sha256 }) => !contents.has(sha256));
};
