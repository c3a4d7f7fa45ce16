import {
  type CallId,
  type CallRecord,
  HOUR_MS,
  type RegistryGroup,
  retentionMsOf,
  shifted,
  type TenantId,
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
  const stored = ranges.length > 1 ? await readStored({ stores }, group.tenant, ids) : [];
  return new Set(
    ranges
      .filter(({ count, callIds }) => count === callIds.length)
      .flatMap((range) => {
        const { toDate, exportFrom = range.fromDate } = range;
        const comparedUntil = shifted(toDate, COMPARED_MS);
        const compared = stored.filter(({ s3StoredAt }) => s3StoredAt! <= comparedUntil);
        const times = new Map<CallId, CallTime>(compared.map((record) => [record.callId, timeOf(record)]));
        const keptSince = shifted(range.sweptAt, -retentionMsOf(group));
        const covered = listCoveredCalls(
          { fromDate: exportFrom, toDate },
          times,
          group.exportConstraints,
          keptSince,
        );
        return [...covered].filter((callId) => !range.callIds.includes(callId));
      }),
  );
};

/** A call that cannot be read counts as not listed. */
const readStored = async (
  { stores }: Pick<Platform, 'stores'>,
  tenantId: TenantId,
  ids: readonly CallId[],
): Promise<CallRecord[]> => {
  const read = await stores.calls.getAll(ids.map((callId) => ({ tenantId, callId })));
  return read.flatMap((call) => (call?.current?.s3StoredAt === undefined ? [] : [call.current]));
};

const timeOf = ({ callTimestamp, callEndTimestamp }: CallRecord): CallTime => ({
  startedAt: callTimestamp,
  ...(callEndTimestamp !== undefined && { endedAt: callEndTimestamp }),
});
