import { type CountHours, makeCountHours } from '@recordings/call-questions';
import {
  type Registry,
  retentionMsOf,
  senderIdOf,
  type TenantId,
  timestampOf,
  UNKNOWN_TENANT,
  unregisteredTenantOf,
} from '@recordings/call-record';
import { makeDynamoDbClient, makeStores } from '@recordings/dynamodb-stores';
import { type AwsObserver, type Clock, type Logger, type Metrics, makeNote } from '@recordings/service';
import type { Config } from './config.ts';
import { makeCountingMetrics } from './counting-metrics.ts';
import { makeCountingNotes } from './counting-notes.ts';

/** Each tenant has calls of its own, and calls of groups that the registry lacks, if its sender has no other tenant. */
const listCountedTenants = ({ tenants }: Registry): TenantId[] => [
  ...tenants.flatMap(({ id }) => [id, unregisteredTenantOf({ id: senderIdOf([id]) })]),
  UNKNOWN_TENANT,
];

type Wiring = {
  readonly registry: Registry;
  readonly metrics: Metrics;
  readonly aws: AwsObserver;
  /** Changes of an hour that is counted before it is closed are not marked, so its count would stay wrong. */
  readonly clock: Clock;
  readonly log: Logger;
};

/** Joins the counting of closed hours with AWS. */
export const wireCountHours = (
  config: Config,
  { registry, metrics, aws, clock, log }: Wiring,
): CountHours => {
  const dynamodb = clock.watch(aws.watch(makeDynamoDbClient()));
  const { hourCounts, readCallPage } = makeStores(dynamodb, config.RESOURCE_PREFIX, () =>
    Promise.reject(new Error('counting changes no call')),
  );
  return makeCountHours({
    counts: hourCounts,
    readCalls: readCallPage,
    tenantIds: listCountedTenants(registry),
    firstHourAgeMs: Math.max(...registry.groups.map(retentionMsOf)),
    now: () => timestampOf(clock.now()),
    note: makeNote(makeCountingNotes(makeCountingMetrics(metrics)), log),
  });
};
