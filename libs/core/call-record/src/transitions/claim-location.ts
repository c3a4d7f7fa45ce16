import { UNASSIGNED_LINE_OF_BUSINESS } from '@recordings/topology';
import type { Location } from '../call-record.ts';
import type { CdrFacts } from '../cdr/cdr-facts.ts';
import { changeRecord, type Transition } from '../change-record.ts';
import type { CallKey } from '../ids.ts';
import { type ChangeContext, withFacts } from './record-event.ts';

/** What is known of a call whose location is asked for: where it stands, and whether it is stored there already. */
export type LocationClaim = {
  readonly location: Location;
  readonly s3Stored: boolean;
  readonly sha256?: string;
};

/**
 * Puts bucket and key on the record before any final object is committed. Whoever comes first decides; everyone
 * after uses what stands there. A recording that comes before any CDR gets a record of its own here.
 */
export const claimLocation =
  (
    key: CallKey,
    recordingFacts: CdrFacts,
    locate: (lineOfBusiness: string | undefined) => Location,
    context: ChangeContext,
  ): Transition<LocationClaim> =>
  (current) => {
    const told = withFacts(key, current, 'recording', recordingFacts, context);
    const location = current?.location ?? locate(told.lineOfBusiness);
    const after = {
      ...told,
      location,
      ...(!current?.location && {
        locationLineOfBusiness: told.lineOfBusiness ?? UNASSIGNED_LINE_OF_BUSINESS,
      }),
    };
    const next = changeRecord(current, after, { at: context.now, what: 'location claimed', by: context.by });
    const result = {
      location,
      s3Stored: after.s3Stored,
      ...(after.audio && { sha256: after.audio.sha256 }),
    };
    return { ...(next && { next }), result };
  };
