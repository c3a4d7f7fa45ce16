import { type CallId, cutText } from '@recordings/call-record';
import type { ListingVerdict } from './listing-verdict.ts';

/** Counted up when `judgeListing` gives other verdicts than before. */
export const LISTING_RULES_VERSION = 1;

/** With so many stored recordings in the range, their share in the listing shows whether it can be trusted. */
const ENOUGH_STORED = 5;
/** Share of the stored recordings that a trusted listing contains. */
const TRUSTED_SHARE = 0.9;

/** UTF-8 bytes, because the item of the slot has it. */
const MAX_REASON_BYTES = 500;

export type ListingEvidence = {
  readonly listed: ReadonlySet<CallId>;
  /** Calls of the group whose recording we store, and that the job covered. */
  readonly stored: ReadonlySet<CallId>;
  /** Why the listing is incomplete; undefined if it is complete. */
  readonly incompleteBecause?: string;
  /** It is incomplete because it ends early. */
  readonly isCutOff?: boolean;
};

/** Judges whether the absence of a call from a listing counts. */
export const judgeListing = ({
  listed,
  stored,
  incompleteBecause,
  isCutOff = false,
}: ListingEvidence): ListingVerdict => {
  if (incompleteBecause !== undefined) {
    const reason = cutText(incompleteBecause.toWellFormed(), MAX_REASON_BYTES);
    return { kind: 'incomplete', reason, ...(isCutOff && { isCutOff }) };
  }
  if (stored.size < ENOUGH_STORED) {
    return listed.size > 0
      ? { kind: 'trusted', reason: '' }
      : { kind: 'untrusted', reason: 'the listing is empty, and too few recordings of its range are stored' };
  }
  const found = [...stored].filter((callId) => listed.has(callId)).length;
  if (found >= TRUSTED_SHARE * stored.size) return { kind: 'trusted', reason: '' };
  const reason = `the listing contains ${found} of ${stored.size} recordings of its range that are stored`;
  return { kind: 'untrusted', reason };
};
