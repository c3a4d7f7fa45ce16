import type { CallRecord, Location } from '../call-record.ts';
import { type FactSource, type FactsBySource, mergeFacts } from '../cdr/cdr-facts.ts';
import type { ChangeContext } from '../change-context.ts';
import { changeTo, type Transition } from '../change-record.ts';
import { deriveRecord } from '../derive-record.ts';
import { isHeld } from '../held.ts';
import type { CallKey } from '../ids.ts';
import { listQuarantined } from '../list-quarantined.ts';
import { latestDeadline } from '../manual-action.ts';
import { newRecord } from '../new-record.ts';
import { MOVED } from '../outcome-codes.ts';
import { NO_ROUND } from '../reopen-record.ts';
import { earlierOf, type Timestamp } from '../timestamp.ts';
import { isTombstone } from './tombstone.ts';

/**
 * - `received`: the record under the new tenant has everything of the moved one.
 * - `elsewhere`: the new tenant's record has another place for its recording. The recording must be copied there first.
 * - `not copied`: the moved record has a recording, and it was not copied.
 */
export type Received =
  | { readonly kind: 'received'; readonly record: CallRecord }
  | { readonly kind: 'elsewhere'; readonly location: Location }
  | { readonly kind: 'not copied' };

/**
 * Writes what is known of a moved call to its record under the new tenant, which may exist. The same again changes
 * nothing, so a move may be repeated. What the new record has itself wins, and a flag stays set.
 *
 * @param moved the record under the old tenant.
 * @param copiedTo where its recording was copied to; undefined if it has none.
 */
export const receiveMoved =
  (
    key: CallKey,
    moved: CallRecord,
    copiedTo: Location | undefined,
    context: ChangeContext,
  ): Transition<Received> =>
  (current) => {
    if (moved.s3Stored && !copiedTo && !current?.s3Stored) return { result: { kind: 'not copied' } };
    const place = current?.location;
    if (place && copiedTo && !current.s3Stored && !isSamePlace(place, copiedTo)) {
      return { result: { kind: 'elsewhere', location: place } };
    }
    const known = openRecord(key, current, moved, copiedTo);
    const after = deriveRecord({ ...join(known, moved), ...storedOf(known, moved, copiedTo) }, context);
    const { next } = changeTo(current, after, 'moved here', context, undefined);
    return { ...(next && { next }), result: { kind: 'received', record: next ?? known } };
  };

/** A call that comes back finds its tombstone. It begins anew there, and keeps the history. */
const openRecord = (
  key: CallKey,
  current: CallRecord | undefined,
  moved: CallRecord,
  copiedTo: Location | undefined,
): CallRecord => {
  if (current && !isTombstone(current)) return current;
  const { history = [], revision = 0, superseded = [] } = current ?? {};
  const left = superseded.filter((one) => !copiedTo || !isSamePlace(one, copiedTo));
  return {
    ...newRecord(key, moved.createdAt),
    history,
    revision,
    ...(left.length > 0 && { superseded: left }),
  };
};

/** Nothing was ever recorded in it: it has no source of facts, and no recovery has begun. */
const isEmpty = ({ facts, reconciliationStatus, outcome, s3Stored }: CallRecord): boolean =>
  Object.keys(facts).length === 0 && reconciliationStatus === undefined && outcome === undefined && !s3Stored;

export const isSamePlace = (a: Location, b: Location): boolean => a.bucket === b.bucket && a.key === b.key;

const join = (known: CallRecord, moved: CallRecord): CallRecord => {
  const isNew = isEmpty(known);
  const { callTimestamp, createdAt, movedFrom = [] } = known;
  const isListed = movedFrom.some(({ tenantId }) => tenantId === moved.tenantId);
  return {
    ...known,
    ...carriedOf(moved, isNew),
    ...definedOf(known, isNew),
    // It has the unknown fields of both.
    schemaVersion: Math.max(known.schemaVersion, moved.schemaVersion),
    callTimestamp: earlierOf(callTimestamp, moved.callTimestamp),
    createdAt: earlierOf(createdAt, moved.createdAt),
    facts: joinFacts(known.facts, moved.facts),
    hasCdrEnd: known.hasCdrEnd || moved.hasCdrEnd,
    cdrEndReceivedAt: firstOf(known.cdrEndReceivedAt, moved.cdrEndReceivedAt),
    audioReceived: known.audioReceived || moved.audioReceived,
    audioReceivedAt: firstOf(known.audioReceivedAt, moved.audioReceivedAt),
    audioProcessed: known.audioProcessed || moved.audioProcessed,
    audioProcessedAt: firstOf(known.audioProcessedAt, moved.audioProcessedAt),
    listedUntil: lastOf(known.listedUntil, moved.listedUntil),
    ...joinActions(known, moved),
    ...joinQuarantined(known, moved),
    // Its group and its facts may give it other candidate ranges: the round begins anew.
    ...(!isListed && !isHeld(known) && NO_ROUND),
    movedFrom: isListed
      ? movedFrom
      : [...movedFrom, { tenantId: moved.tenantId, at: moved.movingTo?.at ?? moved.updatedAt }],
  };
};

/** Fields that say where a record is and what happened to it. They are not carried. */
const OWN = [
  'tenantId',
  'location',
  'locationLineOfBusiness',
  'audioUrl',
  'recoveredBy',
  'lineOfBusiness',
  'history',
  'revision',
  'schemaVersion',
  'movingTo',
  'movedTo',
  'movedFrom',
  'superseded',
];

const RECOVERY = [
  'reconciliationStatus',
  'reconciliationShard',
  'reconciliationAttempts',
  'reconciliationFaults',
  'askedRanges',
  'hasDoubtedRange',
  'lastReconciliationAt',
  'nextReconciliationAt',
  'reconciliationId',
  'outcome',
];

/** A record that exists goes on with its own recovery. A new one takes over the moved one's, without its window. */
const carriedOf = (moved: CallRecord, isNew: boolean): Partial<CallRecord> => {
  const left = new Set(isNew ? OWN : [...OWN, ...RECOVERY]);
  if (moved.outcome?.code === MOVED) left.add('outcome');
  const carried = Object.fromEntries(
    Object.entries(moved).filter(([field, value]) => !left.has(field) && value !== undefined),
  );
  return isHeld(moved) && isNew
    ? {
        ...carried,
        reconciliationStatus: 'pending',
        reconciliationId: undefined,
        nextReconciliationAt: undefined,
      }
    : carried;
};

/** Of a new record the attempts are those of the moved one. */
const definedOf = (known: CallRecord, isNew: boolean): Partial<CallRecord> => {
  const defined = Object.entries(known).filter(([, value]) => value !== undefined);
  return Object.fromEntries(defined.filter(([field]) => !isNew || field !== 'reconciliationAttempts'));
};

const joinFacts = (known: FactsBySource, moved: FactsBySource): CallRecord['facts'] => {
  const sources = [...new Set([...Object.keys(known), ...Object.keys(moved)])] as FactSource[];
  return Object.fromEntries(
    sources.map((source) => {
      const [own, other] = [known[source], moved[source]];
      return [source, other ? mergeFacts(own, other) : own];
    }),
  );
};

/** The last action of the new record stays. The later deadline that a person gave counts. */
const joinActions = (
  { lastManualAction: own }: CallRecord,
  { lastManualAction: other }: CallRecord,
): Partial<CallRecord> =>
  own
    ? { lastManualAction: { ...own, ...latestDeadline({ lastManualAction: own }, other?.recoverableUntil) } }
    : {};

const joinQuarantined = (known: CallRecord, moved: CallRecord): Partial<CallRecord> => {
  const quarantined = listQuarantined(moved.quarantined ?? [], known.quarantined ?? []);
  if (quarantined.length === 0) return {};
  const [own, other] = [known.lastQuarantined, moved.lastQuarantined];
  const counts = [known.quarantinedCount ?? 0, moved.quarantinedCount ?? 0, quarantined.length];
  return {
    quarantined,
    quarantinedCount: Math.max(...counts),
    lastQuarantined: own && other ? (own.at < other.at ? other : own) : (own ?? other),
  };
};

/** A stored recording is never replaced: the one that the new tenant has stays. */
const storedOf = (
  known: CallRecord,
  moved: CallRecord,
  copiedTo: Location | undefined,
): Partial<CallRecord> => {
  if (known.s3Stored || !moved.s3Stored || !copiedTo) return {};
  const { s3StoredAt, audio, ingestionSource, recoveredBy, movingTo } = moved;
  return {
    s3Stored: true,
    s3StoredAt,
    audio,
    ingestionSource,
    ...(recoveredBy && { recoveredBy }),
    location: copiedTo,
    locationLineOfBusiness: movingTo?.lineOfBusiness,
    audioUrl: `s3://${copiedTo.bucket}/${copiedTo.key}`,
  };
};

const firstOf = (a: Timestamp | undefined, b: Timestamp | undefined): Timestamp | undefined =>
  a !== undefined && b !== undefined ? earlierOf(a, b) : (a ?? b);

const lastOf = (a: Timestamp | undefined, b: Timestamp | undefined): Timestamp | undefined =>
  a !== undefined && b !== undefined && a < b ? b : (a ?? b);
