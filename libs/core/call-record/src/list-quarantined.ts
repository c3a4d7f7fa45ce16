import { isDeepStrictEqual } from 'node:util';
import type { QuarantinedObject } from './call-record.ts';

/** Verdicts without a version are of this one. */
const FIRST_RULES_VERSION = 1;

/** The record lists the newest and counts all. Every one of them is in the bucket. */
const MAX_LISTED = 20;

/**
 * The list with the added objects behind it: each content once, at most 20, the newest last. An added object replaces
 * the known one with the same content.
 */
export const listQuarantined = (
  known: readonly QuarantinedObject[],
  added: readonly QuarantinedObject[],
): QuarantinedObject[] => {
  const contents = new Set(added.map(({ sha256 }) => sha256));
  return [...known.filter(({ sha256 }) => !contents.has(sha256)), ...added].slice(-MAX_LISTED);
};

/** After so many different rejected contents OCP's recording counts as damaged too, so that asks become daily. */
const MANY_CONTENTS = 5;

/** Whether the newest bytes that were rejected for `reason` came from two downloads, or many downloads gave different ones. */
export const isDamagedAtOcp = (quarantined: readonly QuarantinedObject[], reason: string): boolean => {
  const rejected = quarantined.filter((one) => one.reason === reason && one.downloadedFrom !== undefined);
  const newest = rejected.at(-1)?.downloadedFrom ?? [];
  return rejected.length >= MANY_CONTENTS || newest.length > 1;
};

/** The object with its new verdict, if newer audio rules or other business rules gave it. */
export const judgeAnew = (known: QuarantinedObject, judged: QuarantinedObject): QuarantinedObject => {
  const { reason, audio, rulesVersion = FIRST_RULES_VERSION, businessRules } = judged;
  const knownVersion = known.rulesVersion ?? FIRST_RULES_VERSION;
  const hasOtherRules =
    rulesVersion === knownVersion && !isDeepStrictEqual(businessRules, known.businessRules);
  if (rulesVersion <= knownVersion && !hasOtherRules) return known;
  const { audio: _, businessRules: __, ...rest } = known;
  return {
    ...rest,
    reason,
    rulesVersion,
    ...(audio !== undefined && { audio }),
    ...(businessRules !== undefined && { businessRules }),
  };
};

/** The object after another download gave its bytes. */
export const addDownload = (
  known: QuarantinedObject,
  { recordingId, downloadedFrom = [] }: QuarantinedObject,
): QuarantinedObject => ({
  ...known,
  ...(recordingId !== undefined && { recordingId }),
  ...(downloadedFrom.length > 0 && {
    downloadedFrom: [...new Set([...(known.downloadedFrom ?? []), ...downloadedFrom])].slice(-2),
  }),
});
