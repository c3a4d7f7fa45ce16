import { type CallSummary, shifted, type Timestamp } from '@recordings/call-record';
import { CALL_MOVES_CLAIM, watchClaimOf } from '@recordings/reconciliation';
import type { Platform } from '../../../platform.ts';
import { newestOf, type Sign } from './sign.ts';

/** Calls of each tenant that are looked at. */
const NEWEST_CALLS = 100;
const DAYS_60_MS = 60 * 86_400_000;

/** The calls of all tenants that started last. */
export const readNewestCalls = async (
  { registry, stores }: Pick<Platform, 'registry' | 'stores'>,
  now: Timestamp,
): Promise<CallSummary[]> => {
  const page = { limit: NEWEST_CALLS, isNewestFirst: true };
  const pages = await Promise.all(
    registry.tenants.map(({ id: tenantId }) =>
      stores.readCallPage({ tenantId, from: shifted(now, -DAYS_60_MS), to: now }, page),
    ),
  );
  return pages.flatMap(({ items }) => items.flatMap(({ call }) => call ?? []));
};

/** Only the ingestion API stores recordings in real time. */
export const signOfIngestion = (calls: readonly CallSummary[], now: Timestamp): Sign | undefined =>
  newestOf(storedBy(calls, 'REALTIME', 'stored a recording that OCP pushed'), now);

/** @param watchMs how long a claim lasts after a worker has renewed it. */
export const signOfReconciler = async (
  { registry, stores }: Pick<Platform, 'registry' | 'stores'>,
  ocpHost: string,
  watchMs: number,
  now: Timestamp,
): Promise<Sign | undefined> => {
  const groupIds = [...new Set(registry.groups.map(({ name }) => name))];
  const claims = await Promise.all(
    groupIds.map((groupId) => stores.coordination.readClaim(watchClaimOf({ ocpHost, groupId }))),
  );
  const what = 'watched the exports of a group';
  const signs = claims.map((claim) => claim && { at: shifted(claim.until, -watchMs), what });
  return newestOf(signs, now);
};

export const signOfDownloader = async (
  { coordination }: Pick<Platform['stores'], 'coordination'>,
  calls: readonly CallSummary[],
  now: Timestamp,
): Promise<Sign | undefined> => {
  const moves = await coordination.readClaim(CALL_MOVES_CLAIM.name);
  const signs = [
    moves && { at: shifted(moves.until, -CALL_MOVES_CLAIM.lastsMs), what: 'looked for calls to move' },
    ...storedBy(calls, 'RECONCILIATION', 'stored a recording that was recovered'),
  ];
  return newestOf(signs, now);
};

const storedBy = (
  calls: readonly CallSummary[],
  source: CallSummary['ingestionSource'],
  what: string,
): Sign[] =>
  calls.flatMap(({ s3StoredAt, ingestionSource }) =>
    s3StoredAt && ingestionSource === source ? [{ at: s3StoredAt, what }] : [],
  );
