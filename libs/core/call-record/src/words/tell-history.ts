import { z } from 'zod';
import { CallRecord, type HistoryEntry } from '../call-record.ts';
import { NO_AUDIO_EXPECTED } from '../outcome-codes.ts';
import type { Timestamp } from '../timestamp.ts';

/** One entry of a call's history in words. */
export type TimelineEntry = {
  readonly at: Timestamp;
  /** The service that made the change. */
  readonly by: string;
  /** The entry's name in the history: `stored by push`. */
  readonly event: string;
  readonly what: string;
};

/** The fields that sentences name. A history may hold values of newer versions, so each is read on its own. */
const { outcome, location, lastQuarantined, lastAudioLink, lastManualAction, lastDismissal } =
  CallRecord.shape;
const text = z.string().optional().catch(undefined);
const Detail = z.object({
  reconciliationId: text,
  nextReconciliationAt: text,
  recoverableUntil: text,
  exportJobId: text,
  outcome: outcome.catch(undefined),
  location: location.catch(undefined),
  lastQuarantined: lastQuarantined.catch(undefined),
  lastAudioLink: lastAudioLink.catch(undefined),
  lastManualAction: lastManualAction.catch(undefined),
  lastDismissal: lastDismissal.catch(undefined),
  recoveredBy: text,
});
type Detail = z.infer<typeof Detail>;

/** The history of a call as sentences, in the order of its entries. */
export const tellHistory = ({ history }: Pick<CallRecord, 'history'>): TimelineEntry[] =>
  history.map((entry) => ({ at: entry.at, by: entry.by, event: entry.what, what: tellEntry(entry) }));

const tellEntry = ({ what, by, detail }: HistoryEntry): string => {
  const known = Detail.parse(detail);
  const sentence = Object.hasOwn(sentences, what) ? sentences[what]!(known) : tellOther(what, by);
  const isExplained = known.outcome?.code === NO_AUDIO_EXPECTED;
  return isExplained ? `${sentence} No recording is expected: ${known.outcome?.message}.` : sentence;
};

/** The name under which exported CDRs are recorded. */
const SWEEP = 'inventory-sweep';

const CONDENSED = /^condensed from (\d+) entries since (.+)$/;

/** An entry without a sentence of its own has the name of an event of OCP. */
const tellOther = (what: string, by: string): string => {
  const [, count, since] = CONDENSED.exec(what) ?? [];
  const isSwept = by === SWEEP;
  return count === undefined
    ? `${isSwept ? `A sweep found the event ${what} of the call at OCP` : `The event ${what} of the call came`}.`
    : `${count} changes since ${since} were joined, because the history had grown too long. The archive has each.`;
};

const sayRetry = ({ nextReconciliationAt }: Detail): string =>
  nextReconciliationAt === undefined ? '' : ` OCP is asked again after ${nextReconciliationAt}.`;

const sayReason = ({ outcome: why }: Detail): string => (why ? `: ${why.message} (${why.code})` : '');

/** A call that is stored has no outcome. */
const sayRejection = (detail: Detail): string =>
  detail.lastQuarantined && !detail.outcome ? `: ${detail.lastQuarantined.reason}` : sayReason(detail);

const sentences: Readonly<Record<string, (detail: Detail) => string>> = {
  discovered: () => 'An export job listed the call. No event of it had come.',
  'recording received': () => 'All bytes of its recording came, and were not checked yet.',
  'recording found good': () => 'Its recording was checked and found good.',
  'location claimed': ({ location: place }) =>
    `The place of its recording was decided${place ? `: s3://${place.bucket}/${place.key}` : ''}.`,
  'audio link issued': ({ lastAudioLink: link }) =>
    `A link to its recording was issued${link ? ` to ${link.by}, valid until ${link.validUntil}` : ''}.`,
  'stored by push': ({ recoveredBy }) =>
    recoveredBy === 'manual'
      ? 'A person accepted its recording, which had come by push, and it was stored.'
      : 'Its recording came by push and was stored.',
  'stored by reconciliation': ({ recoveredBy }) =>
    `Its recording was downloaded from OCP and stored${sayWhoRecovered(recoveredBy)}.`,
  quarantined: (detail) =>
    `Bytes of the call were rejected and are kept in quarantine${sayRejection(detail)}.`,
  'dismissed by a person': ({ lastDismissal: dismissal }) =>
    `A person found that the rejected bytes need no attention${dismissal ? `: ${dismissal.by} (${dismissal.reason})` : ''}.`,
  'quarantined again': () => 'Bytes that had been rejected before came again.',
  'found missing': ({ reconciliationId }) =>
    `Its recording was missing, so the call was put into ${sayWindow(reconciliationId)}.`,
  claimed: ({ reconciliationId }) => `The recovery of ${sayWindow(reconciliationId)} took the call.`,
  exported: ({ exportJobId }) =>
    `${exportJobId === undefined ? 'An export job' : `Export job ${exportJobId}`} listed its recording.`,
  'reopened by a person': ({ lastManualAction: action }) =>
    `The call is to be recovered after all${action ? `: ${action.by} asks for it (${action.reason})` : ''}.`,
  'asked for by a person': ({ lastManualAction: action }) =>
    `A person acted so that the recording comes${action ? `: ${action.by}, ${action.what} (${action.reason})` : ''}.`,
  reopened: () => 'The call is to be recovered after all.',
  'given up': (detail) => `The call was given up${sayReason(detail)}.`,
  closed: () => 'The call was given up long ago, so the pooler no longer looks at it.',
  'not expired': ({ recoverableUntil }) =>
    `The deadline of the call was derived again${recoverableUntil === undefined ? '' : `: ${recoverableUntil}`}.`,
  moving: () => 'The call is about to move to another tenant.',
  'moved here': () => 'The call came from another tenant, because its group is registered under this one.',
  moved: ({ outcome }) => `${outcome?.message ?? 'the call has moved to another tenant'}.`,
  'object deleted': () =>
    'The recording under the old tenant was deleted. Its copy is stored under the new one.',
  'object kept': () => 'The recording under the old tenant is kept: it must not be deleted.',
  'derived again': () => 'The call was derived again by the registry of then.',
  'not recovered': (detail) => `The call was not recovered${sayReason(detail)}.${sayRetry(detail)}`,
};

/** Records from before it was kept do not say it. */
const sayWhoRecovered = (recoveredBy: string | undefined): string => {
  if (recoveredBy === 'manual') return ', because a person had asked for it';
  return recoveredBy === 'automatic' ? ', without a person' : '';
};

const sayWindow = (id: string | undefined): string => (id === undefined ? 'a window' : `window ${id}`);
