import { makeLocateRecording, timestampOf } from '@recordings/call-record';
import { makeRecordExported } from '@recordings/event-intake';
import {
  makeHandleCheck,
  makeHandleRequest,
  makeWatch,
  type RecoveryDeps,
} from '@recordings/window-recovery';
import { clientOf } from '../ocp/client-of.ts';
import type { Consumer } from '../queues/virtual-queues.ts';
import { OCP_HOST, SHARDS } from '../scenario/policies.ts';
import type { Surroundings } from '../surroundings.ts';
import { storesOf } from '../tables/virtual-stores.ts';
import type { Life, Process } from '../time/machine.ts';
import { MINUTE_MS, SECOND_MS, type Timeline } from '../time/timeline.ts';
import { makeTimeoutSignal } from '../time/timeout-signal.ts';
import { eventIntakeDepsOf } from './event-intake-deps.ts';

const { signal } = new AbortController();
const WATCH_MS = MINUTE_MS;

/** One reconciler worker: its consumers, and a watchdog that runs as long as the world. */
export const runWorker = (surroundings: Surroundings, process: Process) => {
  const depsOf = (life: Life): RecoveryDeps => workerDeps(surroundings, life);
  const consumerOf = (make: typeof makeHandleRequest): Consumer => ({
    process,
    handle: (life, message) => make(depsOf(life))(message),
  });
  keepWatch(surroundings.timeline, process, (life) => makeWatch(depsOf(life)));
  return { requests: consumerOf(makeHandleRequest), checks: consumerOf(makeHandleCheck) };
};

/** Runs one round after another, never two at a time. A process that restarts starts a watchdog of its own. */
const keepWatch = (
  timeline: Timeline,
  process: Process,
  watchOf: (life: Life) => () => Promise<void>,
): void => {
  const start = (life: Life): void => {
    const watch = watchOf(life);
    const runAgain = (): void => timeline.after(WATCH_MS, run);
    const run = (): void => void watch().then(runAgain, runAgain);
    run();
    awaitRestart(life);
  };
  const awaitRestart = (life: Life): void =>
    timeline.after(WATCH_MS, () => (process.life === life ? awaitRestart(life) : start(process.life)));
  start(process.life);
};

const workerDeps = (surroundings: Surroundings, life: Life): RecoveryDeps => {
  const { settings, tables, claims, queues, failures, timeline } = surroundings;
  const now = () => timestampOf(life.clock.nowMs());
  const watcher = surroundings.makeId();
  return {
    ...storesOf(tables, life),
    get registry() {
      return surroundings.registryNow(life);
    },
    ocpHost: OCP_HOST,
    claimWatch: (groupId) =>
      claims.take(life, `watch#${groupId}`, { owner: watcher, now: now(), forMs: WATCH_MS }),
    ocpOf: clientOf(surroundings, life),
    recordCdrs: recordCdrsOf(surroundings, life),
    credentialsMark: ({ credentials }) => credentials,
    sendCheck: (check, delayMs) => queues.send(life, 'checks', check, delayMs),
    // No group of a world has a URL for results.
    sendCallback: async () => undefined,
    reportFailures: (reports) => failures.send(life, reports),
    sendDownloads: (tasks) => queues.sendAll(life, 'downloads', tasks),
    exportPolicy: settings.exports,
    reconciliationPolicy: settings.reconciliations,
    retryRule: settings.retry,
    gatherMs: 10 * SECOND_MS,
    audioFormat: 'wav',
    ocpEndpoint: `https://${OCP_HOST}`,
    shardCount: SHARDS,
    locate: makeLocateRecording('world', () => undefined),
    now,
    makeId: surroundings.makeId,
    timeoutSignal: makeTimeoutSignal(timeline),
    signal,
    note: () => undefined,
  };
};

/** No world has a policy for personal fields. */
const recordCdrsOf = (surroundings: Surroundings, life: Life): RecoveryDeps['recordCdrs'] =>
  makeRecordExported({
    ...eventIntakeDepsOf(surroundings, life, 'inventory-sweep'),
    protectOf: () => () => ({ value: (value) => value, text: (text) => text }),
    limits: { maxEvents: 1_000, yieldToOthers: async () => undefined },
    signal,
  });
