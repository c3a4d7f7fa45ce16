import { CallId, type TenantId } from '@recordings/call-record';
import type { ListingEntry, OcpRecording } from '@recordings/reconciliation';
import type { RecoveredGroup } from '../../recovered-group.ts';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import type { KeepDelivering } from './keep-delivering.ts';

export type Listing = {
  /** At least one for each call, the most promising first. A call may have several recordings. */
  readonly recordings: ReadonlyMap<CallId, readonly OcpRecording[]>;
  /** Calls whose recording OCP could not export, with its words. */
  readonly errors: ReadonlyMap<CallId, string>;
  /** Why the listing is incomplete; undefined if it is complete. */
  readonly incompleteBecause: string | undefined;
  /** It ends early: a limit of ours, or a page that cannot be read. */
  readonly isCutOff?: boolean;
};

/** The longest valid id. OCP's own may be of any length. */
const MAX_LOGGED_CHARACTERS = 256;

/** Reads the listing of a finished job, to its last page. Entries that are left out are reported. */
export const readListing = async (
  deps: Pick<RecoveryDeps, 'ocpOf' | 'note' | 'signal'>,
  group: RecoveredGroup,
  exportJobId: string,
  keepDelivering: KeepDelivering,
): Promise<Listing> => {
  const draft: Draft = {
    recordings: new Map(),
    errors: new Map(),
    incompleteBecause: undefined,
    isCutOff: false,
  };
  const about = { exportJobId, tenantId: group.tenantId, group: group.groupId };
  for await (const entry of deps.ocpOf(group.registered).jobRecordings(exportJobId, deps.signal)) {
    await keepDelivering();
    addEntry(deps, draft, about, entry);
  }
  return { ...draft, recordings: byPromise(draft.recordings) };
};

type Draft = {
  readonly recordings: Map<CallId, OcpRecording[]>;
  readonly errors: Map<CallId, string>;
  incompleteBecause: string | undefined;
  isCutOff: boolean;
};

type About = { readonly exportJobId: string; readonly tenantId: TenantId; readonly group: string };

const addEntry = (
  { note }: Pick<RecoveryDeps, 'note'>,
  draft: Draft,
  about: About,
  entry: ListingEntry,
): void => {
  if (entry.kind === 'reading') return;
  if (entry.kind === 'unreadable' || entry.kind === 'cut-off') {
    const type = entry.kind === 'unreadable' ? 'listed_row_unreadable' : 'listing_cut_off';
    note({ type, ...about, reason: entry.reason });
    draft.incompleteBecause ??= entry.reason;
    draft.isCutOff ||= entry.kind === 'cut-off';
    return;
  }
  const callId = callIdOf(entry);
  if (callId === undefined) {
    note({ type: 'listed_recording_unusable', ...about, ...loggedIds(entry) });
    draft.incompleteBecause ??= 'the call id of a listed recording is not valid';
    return;
  }
  if (entry.kind === 'error') draft.errors.set(callId, entry.reason);
  if (entry.kind !== 'recording') return;
  const firstRecordingId = addRecording(draft.recordings, callId, entry.recording);
  if (firstRecordingId !== undefined) {
    note({ type: 'recording_listed_twice', ...about, ...loggedIds(entry), firstRecordingId });
  }
};

const callIdOf = (entry: Named): CallId | undefined =>
  CallId.safeParse(entry.kind === 'recording' ? entry.recording.callId : entry.callId).data;

/** @returns the id of the call's first recording, if this is another one. The same recording may be on two pages. */
const addRecording = (
  recordings: Map<CallId, OcpRecording[]>,
  callId: CallId,
  recording: OcpRecording,
): string | undefined => {
  const known = recordings.get(callId);
  if (!known) {
    recordings.set(callId, [recording]);
    return undefined;
  }
  if (known.some(({ recordingId }) => recordingId === recording.recordingId)) return undefined;
  known.push(recording);
  return known[0]!.recordingId.slice(0, MAX_LOGGED_CHARACTERS);
};

/**
 * The longest first: a recording of a few bytes is rarely the call's. Equal ones keep the order of the listing.
 */
export const byPromise = (
  recordings: ReadonlyMap<CallId, readonly OcpRecording[]>,
): ReadonlyMap<CallId, readonly OcpRecording[]> =>
  new Map(
    [...recordings].map(([callId, some]) => [
      callId,
      [...some].sort((a, b) => (b.sizeBytes ?? 0) - (a.sizeBytes ?? 0)),
    ]),
  );

type Named = Exclude<ListingEntry, { kind: 'reading' | 'unreadable' | 'cut-off' }>;

const loggedIds = (entry: Named) => {
  const { callId, recordingId = '' }: { callId: string; recordingId?: string } =
    entry.kind === 'recording' ? entry.recording : entry;
  return {
    callId: callId.slice(0, MAX_LOGGED_CHARACTERS),
    recordingId: recordingId.slice(0, MAX_LOGGED_CHARACTERS),
  };
};
