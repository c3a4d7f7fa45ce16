import {
  type CallId,
  type CallRecord,
  HOUR_MS,
  type RegistryGroup,
  retentionMsOf,
  shifted,
} from '@recordings/call-record';
import { type CallTime, listCoveredCalls, type SweepCheckpoint } from '@recordings/reconciliation';
import type { Platform } from '../platform.ts';

type NotListedRange = NonNullable<SweepCheckpoint['notListed']>[number];

/** A range is swept at least so long after its end. What was stored until then was compared. */
const COMPARED_MS = HOUR_MS;

/**
 * The calls that the listing of one range lacked, and that the listing of another has. Ranges may overlap: a person asks for any
 * time, and lengths change. A range names all that its listing lacked, so it has the others that it covers.
 */
export const findListed = async (
  { stores }: Pick<Platform, 'stores'>,
  group: RegistryGroup,
  ranges: readonly NotListedRange[],
): Promise<ReadonlySet<CallId>> => {
  const ids = [...new Set(ranges.flatMap(({ callIds }) => callIds))];
  const read = await stores.calls.getAll(ids.map((callId) => ({ tenantId: group.tenant, callId })));
  const stored = read.flatMap((record) => (record?.current?.s3StoredAt ? [record.current] : []));
  return new Set(
    ranges
      .filter(({ count, callIds }) => count === callIds.length)
      .flatMap((range) => {
        const comparedUntil = shifted(range.toDate, COMPARED_MS);
        const compared = stored.filter(({ s3StoredAt }) => s3StoredAt! <= comparedUntil);
        const times = new Map<CallId, CallTime>(compared.map((record) => [record.callId, timeOf(record)]));
        const keptSince = shifted(range.sweptAt, -retentionMsOf(group));
        const covered = listCoveredCalls(range, times, group.exportConstraints, keptSince);
        return [...covered].filter((callId) => !range.callIds.includes(callId));
      }),
  );
};

const timeOf = ({ callTimestamp, callEndTimestamp }: CallRecord): CallTime => ({
  startedAt: callTimestamp,
  ...(callEndTimestamp !== undefined && { endedAt: callEndTimestamp }),
});
