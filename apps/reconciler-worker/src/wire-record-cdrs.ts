import { setImmediate } from 'node:timers/promises';
import type { ProtectGroup, Registry, Timestamp } from '@recordings/call-record';
import type { Stores } from '@recordings/dynamodb-stores';
import { makeRecordExported } from '@recordings/event-intake';
import { makeRecordingStore, makeS3Client } from '@recordings/recording-store';
import { type AwsObserver, type Clock, type Logger, type Metrics, makeNote } from '@recordings/service';
import { physicalName, quarantineBucket } from '@recordings/topology';
import type { RecoveryDeps } from '@recordings/window-recovery';
import { makeCdrMetrics } from './cdr-metrics.ts';
import { makeCdrNotes } from './cdr-notes.ts';
import type { Config } from './config.ts';

/** Events of one body. A client of OCP gives fewer. */
const MAX_EVENTS = 10_000;

type Wiring = {
  readonly aws: AwsObserver;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly now: () => Timestamp;
};

/** Wires the recording of exported CDRs by one version of the registry. */
export const wireRecordCdrs = (
  config: Config,
  { calls }: Pick<Stores, 'calls'>,
  { aws, clock, metrics, log, signal, now }: Wiring,
): ((registry: Registry, protectGroup: ProtectGroup) => RecoveryDeps['recordCdrs']) => {
  const { quarantine } = makeRecordingStore({
    s3: clock.watch(aws.watch(makeS3Client(config))),
    quarantineBucket: physicalName(config.RESOURCE_PREFIX, quarantineBucket),
  });
  const note = makeNote(makeCdrNotes(makeCdrMetrics(metrics)), log);
  return (registry, protectGroup) =>
    makeRecordExported({
      calls,
      getCall: calls.get,
      getCalls: calls.getAll,
      quarantine,
      registry,
      shardCount: config.RECONCILIATION_SHARDS,
      now,
      by: 'inventory-sweep',
      note,
      protectOf: (tenantId) => (groupName) => protectGroup(groupName, tenantId),
      limits: { maxEvents: MAX_EVENTS, yieldToOthers: () => setImmediate() },
      signal,
    });
};
