import type { ListingEntry } from '@recordings/reconciliation';
import type { ListingScript, OcpCall } from './ocp-script.ts';
import { WRONG } from './virtual-ocp.ts';

/** The entries that OCP lists for these calls. */
export const entriesOf = (
  calls: readonly OcpCall[],
  listing: ListingScript,
  listsStarts: boolean,
): readonly ListingEntry[] =>
  alter(
    calls.map((call) => entryOf(call, listsStarts)),
    listing,
  );

const entryOf = ({ callId, startMs }: OcpCall, listsStarts: boolean): ListingEntry => {
  const startedAt = listsStarts ? new Date(startMs).toISOString() : undefined;
  return { kind: 'recording', recording: { callId, recordingId: callId, startedAt } };
};

const alter = (all: readonly ListingEntry[], listing: ListingScript): readonly ListingEntry[] => {
  const [first, ...rest] = all;
  switch (listing) {
    case 'whole':
      return all;
    case 'empty':
      return [];
    case 'half':
      return all.filter((_, at) => at % 2 === 1);
    case 'cut-off':
      return [...all.slice(0, 1), { kind: 'cut-off', reason: 'too many pages' }];
    case 'poison-row':
      return first ? [{ kind: 'unreadable', reason: 'no call id' }, ...rest] : [];
    case 'twice':
      return first?.kind === 'recording' ? [wrong(first), ...all] : all;
    default:
      return listing satisfies never;
  }
};

const wrong = ({ recording }: Extract<ListingEntry, { kind: 'recording' }>): ListingEntry => ({
  kind: 'recording',
  recording: { ...recording, recordingId: `${WRONG}${recording.callId}` },
});
