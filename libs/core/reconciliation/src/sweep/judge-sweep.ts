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
};

/** Judges whether a range is swept. @returns the result, and why the range is not swept. */
export const judgeSweep = ({
  verdict,
  counts,
  lacksStored,
  cdrsIncompleteBecause,
  areCdrsCutOff = false,
}: SweepEvidence): { readonly result: SweepResult; readonly reason: string } => {
  const isCutOff = verdict.isCutOff === true || areCdrsCutOff;
  const isEmpty = verdict.kind === 'untrusted' && counts.listed === 0 && !lacksStored;
  // Calls without audio are proof enough that OCP exported the range: there was no recording to list.
  const isProvenByCdrs = isEmpty && counts.cdrEvents > 0;
  const isTrusted = verdict.kind === 'trusted' || isProvenByCdrs;
  const isDone = isTrusted && cdrsIncompleteBecause === undefined;
  return {
    result: {
      ...counts,
      isDone,
      ...(isEmpty && !isDone && { isEmpty }),
      ...(isCutOff && { isCutOff }),
    },
    reason: isTrusted ? (cdrsIncompleteBecause ?? '') : verdict.reason,
  };
};
