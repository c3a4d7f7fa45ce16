import { randomUUID } from 'node:crypto';
import { allShards, MAX_SHARDS, shifted, type Timestamp } from '@recordings/call-record';
import { type CallStore, makeStores, type ReconciliationStore } from '@recordings/dynamodb-stores';
import { makeTopicPublisher } from '@recordings/messaging';
import { type Execution, makeFindMissingCalls } from '@recordings/missing-calls';
import { loadConfig, makeLogger, makeMetrics, makeNote } from '@recordings/service';
import { makeLogSink, metricSum } from '@recordings/test-kit';
import { physicalName, replayBucket } from '@recordings/topology';
import { Config } from '../src/config.ts';
import { makeExecutionJournal } from '../src/execution-journal.ts';
import { makeKeepForReplay } from '../src/keep-for-replay.ts';
import { policyOf } from '../src/policies.ts';
import { makePoolerMetrics } from '../src/pooler-metrics.ts';
import { makePoolerNotes } from '../src/pooler-notes.ts';
import { claimNameOf } from '../src/wire-claim.ts';
import { NOON, registry } from './calls.ts';
import type { Environment } from './environment.ts';

/** What a test runs in the middle of an execution. */
export type Meanwhile = {
  /** After the index was read, before the first call is queued. */
  readonly afterFind?: () => Promise<unknown>;
  /** Before each call is queued. */
  readonly beforeQueue?: () => void;
};

export type TestPooler = {
  readonly calls: CallStore;
  readonly reconciliations: ReconciliationStore;
  /** Runs an execution. @throws {Error} if another one holds the claim. */
  run(options?: { readonly isDryRun?: boolean; readonly now?: Timestamp }): Promise<Execution>;
  /** Runs an execution. @returns undefined if another one holds the claim. */
  tryRun(options?: {
    readonly isDryRun?: boolean;
    readonly now?: Timestamp;
    readonly signal?: AbortSignal;
  }): Promise<Execution | undefined>;
  /** Log lines with this event. */
  logged(event: string): Record<string, unknown>[];
  /** Sum of a counter or gauge over its labels, or of one label value. */
  metric(name: string, labelValue?: string): Promise<number>;
};

const never = new AbortController().signal;

/** The use case on real stores. Its clock shows noon, unless a test gives another time. */
export const makeTestPooler = (
  { clients, prefix, variables }: Environment,
  settings: Readonly<Record<string, string>> = {},
  meanwhile: Meanwhile = {},
): TestPooler => {
  const config = loadConfig(Config, { ...variables, ...settings });
  const { dynamodb, sns, s3 } = clients;
  const { calls, reconciliations, coordination, executions } = makeStores(
    dynamodb,
    prefix,
    async () => undefined,
    { joinsWrites: true },
  );
  const sink = makeLogSink();
  const log = makeLogger({ service: 'pooler', level: 'debug' }, sink);
  const processMetrics = makeMetrics('pooler');
  const note = makeNote(makePoolerNotes(makePoolerMetrics(processMetrics)), log);
  const topicArn = config.RECONCILIATION_TOPIC_ARN;
  const topic = makeTopicPublisher({ sns, topicArn, retryDelaysMs: [1, 1] });
  const claim = claimNameOf(config);
  const executeAt = (now: Timestamp) => {
    let isFound = false;
    let afterFind: Promise<unknown> | undefined;
    return makeFindMissingCalls({
      claim: {
        take: (owner, from) => coordination.claim(claim, owner, from, shifted(from, 300_000)),
        release: (owner) => coordination.release(claim, owner, now),
      },
      journal: makeExecutionJournal({ store: executions, claim, now: () => now }),
      calls: {
        pendingCalls: calls.pendingCalls,
        getAll: calls.getAll,
        change: async (...args) => {
          if (isFound) await (afterFind ??= meanwhile.afterFind?.());
          if (isFound) meanwhile.beforeQueue?.();
          return calls.change(...args);
        },
      },
      reconciliations,
      publish: topic.publishAll,
      keepForReplay: makeKeepForReplay(s3, physicalName(prefix, replayBucket)),
      registry,
      shards: allShards(MAX_SHARDS),
      shardCount: config.RECONCILIATION_SHARDS,
      policy: policyOf(config),
      now: () => now,
      makeId: randomUUID,
      note: (event) => {
        isFound ||= event.type === 'candidates_found';
        note(event);
      },
    });
  };
  const tryRun: TestPooler['tryRun'] = ({ isDryRun = false, now = NOON, signal = never } = {}) =>
    executeAt(now)({ isDryRun, signal });
  return {
    calls,
    reconciliations,
    tryRun,
    run: async (options) => {
      const execution = await tryRun(options);
      if (!execution) throw new Error('another execution holds the claim');
      return execution;
    },
    logged: sink.logged,
    metric: async (name, labelValue = '') => metricSum(await processMetrics.exposition(), name, labelValue),
  };
};
