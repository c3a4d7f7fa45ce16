import { type CountHours, makeCountHours } from '@recordings/call-questions';
import {
  findOwnGroup,
  type Registry,
  retentionMsOf,
  senderIdOf,
  type TenantId,
  timestampOf,
  UNKNOWN_TENANT,
  unregisteredTenantOf,
} from '@recordings/call-record';
import { makeDynamoDbClient, makeStores } from '@recordings/dynamodb-stores';
import { makeNote } from '@recordings/service';
import { isInPartition } from '@recordings/windowing';
import type { Config } from './config.ts';
import { makeCountingMetrics } from './counting-metrics.ts';
import { makeCountingNotes } from './counting-notes.ts';
import { partitionOf } from './policies.ts';
import type { Wiring } from './wiring.ts';

/** Each tenant has calls of its own. A sender of one tenant has calls of groups that the registry lacks. */
const listCountedTenants = ({ tenants }: Registry): TenantId[] => [
  ...tenants.flatMap(({ id }) => [id, unregisteredTenantOf({ id: senderIdOf([id]) })]),
  UNKNOWN_TENANT,
];

/**
 * Joins the counting of closed hours with AWS. A clock that is ahead would count open hours: their changes are not marked, so
 * the counts would stay wrong.
 */
export const wireCountHours = (
  config: Config,
  { registry, metrics, aws, clock, log }: Wiring,
): CountHours => {
  const dynamodb = clock.watch(aws.watch(makeDynamoDbClient()));
  const { hourCounts, readCallPage } = makeStores(dynamodb, config.RESOURCE_PREFIX, () =>
    Promise.reject(new Error('counting changes no call')),
  );
  const note = makeNote(makeCountingNotes(makeCountingMetrics(metrics)), log);
  const partition = partitionOf(config);
  const isOurs = (tenantId: TenantId): boolean => !partition || isInPartition(tenantId, partition);
  const countNow = registry.derive((version) =>
    makeCountHours({
      counts: {
        ...hourCounts,
        unregisteredTenants: async () => (await hourCounts.unregisteredTenants()).filter(isOurs),
      },
      readCalls: readCallPage,
      tenantIds: listCountedTenants(version).filter(isOurs),
      isRegistered: (group) => findOwnGroup(version, group) !== undefined,
      firstHourAgeMs: Math.max(...version.groups.map(retentionMsOf)),
      now: () => timestampOf(clock.now()),
      note,
    }),
  );
  return (signal) => countNow()(signal);
};
