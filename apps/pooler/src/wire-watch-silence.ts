import { makeFindSilentGroups, makeWatchSilence } from '@recordings/call-questions';
import { type Timestamp, timestampOf } from '@recordings/call-record';
import { makeDynamoDbClient, makeStores } from '@recordings/dynamodb-stores';
import { makeNote } from '@recordings/service';
import { isInPartition } from '@recordings/windowing';
import type { Config } from './config.ts';
import { partitionOf } from './policies.ts';
import { makeSilenceMetrics } from './silence-metrics.ts';
import { makeSilenceNotes } from './silence-notes.ts';
import type { Wiring } from './wiring.ts';

/** Joins the watch for silent groups with AWS. It looks once for each closed hour, after the hour was counted. */
export const wireWatchSilence = (
  config: Config,
  { registry, metrics, aws, clock, log }: Wiring,
): ((signal: AbortSignal) => Promise<void>) => {
  const dynamodb = clock.watch(aws.watch(makeDynamoDbClient()));
  const { hourCounts } = makeStores(dynamodb, config.RESOURCE_PREFIX, () =>
    Promise.reject(new Error('looking for silent groups changes no call')),
  );
  const note = makeNote(makeSilenceNotes(makeSilenceMetrics(metrics)), log);
  const partition = partitionOf(config);
  const watchNow = registry.derive((version) =>
    makeWatchSilence({
      findSilentGroups: makeFindSilentGroups({ counts: hourCounts, registry: version }),
      tenantIds: version.tenants
        .map(({ id }) => id)
        .filter((id) => !partition || isInPartition(id, partition)),
      now: () => timestampOf(clock.now()),
      note,
    }),
  );
  let lookedUntil: Timestamp | undefined;
  return async (signal) => {
    lookedUntil = await watchNow()(lookedUntil, signal);
  };
};
