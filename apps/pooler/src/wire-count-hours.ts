import { type CountHours, makeCountHours } from '@recordings/call-questions';
import {
  type Registry,
  retentionMsOf,
  senderIdOf,
  type TenantId,
  type Timestamp,
  timestampOf,
  UNKNOWN_TENANT,
  unregisteredTenantOf,
} from '@recordings/call-record';
import { makeDynamoDbClient, makeStores } from '@recordings/dynamodb-stores';
import { type Logger, type Metrics, makeNote } from '@recordings/service';
import type { Config } from './config.ts';
import { makeCountingMetrics } from './counting-metrics.ts';
import { makeCountingNotes } from './counting-notes.ts';

const now = (): Timestamp => timestampOf(Date.now());

/** Each tenant has calls of its own, and calls of groups that the registry lacks, if its sender has no other tenant. */
const listCountedTenants = ({ tenants }: Registry): TenantId[] => [
  ...tenants.flatMap(({ id }) => [id, unregisteredTenantOf({ id: senderIdOf([id]) })]),
  UNKNOWN_TENANT,
];

/** Joins the counting of closed hours with AWS. */
export const wireCountHours = (
  config: Config,
  { registry, metrics, log }: { registry: Registry; metrics: Metrics; log: Logger },
): CountHours => {
  const { hourCounts, readCallPage } = makeStores(makeDynamoDbClient(), config.RESOURCE_PREFIX, () =>
    Promise.reject(new Error('counting changes no call')),
  );
  return makeCountHours({
    counts: hourCounts,
    readCalls: readCallPage,
    tenantIds: listCountedTenants(registry),
    firstHourAgeMs: Math.max(...registry.groups.map(retentionMsOf)),
    now,
    note: makeNote(makeCountingNotes(makeCountingMetrics(metrics)), log),
  });
};
