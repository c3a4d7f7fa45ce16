import { CallId, shifted, type Timestamp, timestampOf } from '@recordings/call-record';
import type { ExportedJob, OcpRecording } from '@recordings/reconciliation';
import { free, makeWorker, registry, shared } from '../../../test/drive-fixture.ts';
import { findRecoveredGroup, type RecoveredGroup } from '../../recovered-group.ts';
import { confirmHours } from './confirm-hours.ts';
import type { Listing } from './read-listing.ts';

const HOUR_MS = 3_600_000;
/** The hour of the day. */
const at = (hour: number): Timestamp => timestampOf(Date.UTC(2026, 0, 15) + hour * HOUR_MS);
const a = CallId.parse('a');

const listingOf = (starts: Readonly<Record<string, Timestamp>>, errors: readonly CallId[] = []): Listing => ({
  recordings: new Map(
    Object.entries(starts).map(([id, startedAt]) => [
      CallId.parse(id),
      [{ callId: id, recordingId: id, startedAt } as OcpRecording],
    ]),
  ),
  errors: new Map(errors.map((callId) => [callId, 'broken'])),
  incompleteBecause: undefined,
});

type Options = {
  readonly job?: Partial<ExportedJob>;
  readonly constraints?: Partial<RecoveredGroup['registered']['exportConstraints']>;
  readonly listing?: Listing;
  readonly groupId?: typeof free;
  readonly now?: Timestamp;
  readonly requested?: readonly CallId[];
  readonly fault?: Error;
};

const confirm = async ({
  job,
  constraints,
  listing,
  groupId = free,
  now = at(12),
  requested = [],
  fault,
}: Options) => {
  const confirmed: unknown[][] = [];
  const { deps, noted } = makeWorker(
    {},
    {
      now: () => now,
      hourCounts: {
        confirm: async ({ hour, listed, exportJobId }) => {
          if (fault) throw fault;
          confirmed.push([hour, listed, exportJobId]);
        },
      },
    },
  );
  const tenantId = registry.findGroup(groupId, 'acme')!.tenant;
  const group = findRecoveredGroup(deps, { tenantId, groupId })!;
  const { registered } = group;
  const of = {
    ...group,
    registered: { ...registered, exportConstraints: { ...registered.exportConstraints, ...constraints } },
  };
  const made = { jobId: 'job-1', fromDate: at(6), toDate: at(9), createdAt: at(11), ...job } as ExportedJob;
  await confirmHours(deps, of, made, listing ?? listingOf({ a: at(6), b: at(7.5), c: at(7.99) }), (callId) =>
    requested.includes(callId),
  );
  return { confirmed, noted };
};

describe('confirmHours', () => {
  it('confirms each whole hour of the job, with the recordings that the listing names for it', async () => {
    const { confirmed } = await confirm({});
    expect(confirmed).toEqual([
      [at(6), 1, 'job-1'],
      [at(7), 2, 'job-1'],
      [at(8), 0, 'job-1'],
    ]);
  });

  it.each<[string, Options, readonly number[]]>([
    ['begins and ends within hours', { job: { fromDate: at(6.1), toDate: at(8.9) } }, [7]],
    ['was made when its last hours were still open', { job: { createdAt: at(10.9) } }, [6, 7]],
    ['is of an OCP that needs three hours to settle', { constraints: { settleMinutes: 180 } }, [6, 7]],
    ['selects by the end of calls', { job: { toDate: at(11) }, constraints: { selectsBy: 'end' } }, [6]],
    ['selects by an unknown time', { constraints: { selectsBy: 'unknown' } }, []],
    ['is of hours that OCP has begun to delete', { now: shifted(at(7.5), 60 * 24 * HOUR_MS) }, [8]],
    ['is of a group that two tenants share', { groupId: shared }, []],
    ['names an error of a call that has no record', { listing: listingOf({}, [a]) }, []],
    ['names an error of a requested call only', { listing: listingOf({}, [a]), requested: [a] }, [6, 7, 8]],
  ])('of a job that %s', async (_, options, hours) => {
    const { confirmed } = await confirm(options);
    expect(confirmed.map(([hour]) => hour)).toEqual(hours.map(at));
  });

  it('reports that a confirmation could not be kept, and does not stop the delivery', async () => {
    const { noted } = await confirm({ fault: new Error('throttled') });
    expect(noted).toMatchObject([{ type: 'hours_not_confirmed', exportJobId: 'job-1', group: free }]);
  });
});
