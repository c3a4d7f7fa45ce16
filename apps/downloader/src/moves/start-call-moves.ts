import { randomUUID } from 'node:crypto';
import { makeMoveCall, makeMoveCalls } from '@recordings/call-moves';
import { shifted, type Timestamp } from '@recordings/call-record';
import type { Stores } from '@recordings/dynamodb-stores';
import { CALL_MOVES_CLAIM } from '@recordings/reconciliation';
import type { IntakeDeps } from '@recordings/recording-intake';
import type { makeRecordingStore } from '@recordings/recording-store';
import { type LiveRegistry, type Logger, type Metrics, makeNote, runPeriodically } from '@recordings/service';
import { afterPause } from '../after-pause.ts';
import { type CallMoveMetrics, makeCallMoveMetrics } from '../call-move-metrics.ts';
import type { Config } from '../config.ts';
import { makeMoveNotes } from './move-notes.ts';

const PARALLEL = 8;
/** The first look does not compete with the start. */
const FIRST_PAUSE_SHARE = 0.1;

export type CallMovesDeps = Pick<Stores, 'calls' | 'coordination' | 'moveJobs' | 'scanCalls'> & {
  readonly intake: Pick<IntakeDeps, 'locate' | 'publishStored' | 'shardCount'>;
  readonly store: ReturnType<typeof makeRecordingStore>;
  readonly registry: LiveRegistry;
  readonly now: () => Timestamp;
  readonly processMetrics: Metrics;
  readonly log: Logger;
};

/**
 * Starts the job that moves calls to the tenants of their groups. The downloader does it, because it may read and write
 * recordings already.
 *
 * @returns the function that ends it. It resolves when the calls in hand have moved or failed.
 */
export const startCallMoves = (config: MovesConfig, deps: CallMovesDeps): (() => Promise<void>) => {
  const metrics = makeCallMoveMetrics(deps.processMetrics);
  const run = makeRound(config, deps, metrics);
  const stop = new AbortController();
  const everyMs = config.CALL_MOVES_SECONDS * 1000;
  const onError = (err: unknown): void => {
    metrics.roundsFailed.inc();
    deps.log.error({ event: 'call_moves_failed', err }, 'the look for calls to move failed');
  };
  const running = afterPause(everyMs * FIRST_PAUSE_SHARE, stop.signal, () =>
    runPeriodically({ everyMs, run, signal: stop.signal, onError }),
  );
  return () => {
    stop.abort();
    return running;
  };
};

type MovesConfig = Pick<Config, 'CALL_MOVES_SECONDS' | 'CALL_MOVES_SETTLE_MINUTES'>;

const makeRound = (
  { CALL_MOVES_SETTLE_MINUTES: settleMinutes }: MovesConfig,
  { intake, store, registry, calls, coordination, moveJobs, scanCalls, now, log }: CallMovesDeps,
  metrics: CallMoveMetrics,
): ((signal: AbortSignal) => Promise<void>) => {
  const note = makeNote(makeMoveNotes(metrics), log);
  const settleMs = settleMinutes * 60_000;
  const { locate, publishStored, shardCount } = intake;
  const common = { calls, store, locate, publishStored, shardCount, now, note };
  const moveNow = registry.derive((version) =>
    makeMoveCall({ ...common, registry: version, quietMs: settleMs, by: 'downloader' }),
  );
  const owner = randomUUID();
  return makeMoveCalls({
    jobs: moveJobs,
    claim: () =>
      coordination.claim(CALL_MOVES_CLAIM.name, owner, now(), shifted(now(), CALL_MOVES_CLAIM.lastsMs)),
    callPages: scanCalls,
    registry: registry.current,
    moveCall: (key, signal) => moveNow()(key, signal),
    settleMs,
    parallel: PARALLEL,
    now,
    note,
  });
};
