import type { QuarantinedObject } from './call-record.ts';

/** The record lists the newest and counts all. Every one of them is in the bucket. */
const MAX_LISTED = 20;

/** The list with the added objects behind it: each content once, at most 20, the newest last. */
export const listQuarantined = (
  known: readonly QuarantinedObject[],
  added: readonly QuarantinedObject[],
): QuarantinedObject[] => [...excludeKnown(added, known), ...added].slice(-MAX_LISTED);

/** The objects of `some` whose SHA-256 is not among `known`. */
const excludeKnown = (
  known: readonly QuarantinedObject[],
  some: readonly QuarantinedObject[],
): QuarantinedObject[] => {
  const contents = new Set(known.map(({ sha256 }) => sha256));
  return some.filter(({ sha256 }) => !contents.has(sha256));
};
