import type { ListingVerdict } from '../listing/listing-verdict.ts';
import type { SweepResult } from './sweep-result.ts';

type Counts = Omit<SweepResult, 'isDone' | 'isEmpty' | 'isCutOff'>;

export type SweepEvidence = {
  readonly verdict: ListingVerdict;
  readonly counts: Counts;
  /** The listing lacks recordings of the range that we store. */
  readonly lacksStored: boolean;
  /** Why the CDRs of the job are incomplete; undefined if they are complete. */
  readonly cdrsIncompleteBecause?: string | undefined;
  /** The CDRs end early. */
  readonly areCdrsCutOff?: boolean;
  /** The job was to have CDRs, so a call that has a recording has a CDR too. */
  readonly areCdrsExpected: boolean;
  /** The calls that the CDRs are about. */
  readonly cdrCalls: readonly { readonly isAudioExpected: boolean }[];
};

/** The export profile may name wrong types, or wrong places. */
const NO_CDR = 'OCP lists recordings, and the job has no CDR that can be recorded';

/** Judges whether a range is swept. @returns the result, and why the range is not swept. */
export const judgeSweep = ({
  verdict,
  counts,
  lacksStored,
  cdrsIncompleteBecause,
  areCdrsCutOff = false,
  areCdrsExpected,
  cdrCalls,
}: SweepEvidence): { readonly result: SweepResult; readonly reason: string } => {
  const isCutOff = verdict.isCutOff === true || areCdrsCutOff;
  const areCdrsMissing = areCdrsExpected && counts.listed > 0 && counts.cdrEvents === 0;
  const because = cdrsIncompleteBecause ?? (areCdrsMissing ? NO_CDR : undefined);
  const listsNothing = verdict.kind === 'untrusted' && counts.listed === 0 && !lacksStored;
  // OCP has CDRs that we could not read or record, so the range has calls.
  const isEmpty = listsNothing && because === undefined;
  // If OCP names calls and none of them has audio, there was no recording to list. A listing that lacks the audio of its
  // calls proves nothing: the profile may be wrong.
  const isSilent = cdrCalls.length > 0 && cdrCalls.every(({ isAudioExpected }) => !isAudioExpected);
  const isTrusted = verdict.kind === 'trusted' || (listsNothing && isSilent);
  const listingFault = isTrusted ? '' : verdict.reason;
  const isDone = isTrusted && because === undefined;
  return {
    result: {
      ...counts,
      isDone,
      ...(isEmpty && !isDone && { isEmpty }),
      ...(isCutOff && { isCutOff }),
    },
    reason: isTrusted || listsNothing ? (because ?? listingFault) : listingFault,
  };
};
