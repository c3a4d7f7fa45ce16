import { timestampOf } from '@recordings/call-record';
import { type FetchDeps, makeHandleDownload } from '@recordings/recording-fetch';
import { clientOf } from '../ocp/client-of.ts';
import type { Consumer } from '../queues/virtual-queues.ts';
import type { Surroundings } from '../surroundings.ts';
import { storesOf } from '../tables/virtual-stores.ts';
import type { Life, Process } from '../time/machine.ts';
import { MINUTE_MS, SECOND_MS } from '../time/timeline.ts';
import { makeIntake } from './make-intake.ts';

const { signal } = new AbortController();

/** One downloader. */
export const runDownloader = (surroundings: Surroundings, process: Process): Consumer => ({
  process,
  handle: (life, message) => makeHandleDownload(depsOf(surroundings, life))(message, signal),
});

const depsOf = (surroundings: Surroundings, life: Life): FetchDeps => {
  const { machine, tables, queues, timeline } = surroundings;
  const { calls, reconciliations } = storesOf(tables, life);
  const storeRecording = makeIntake(surroundings, life, 'downloader');
  return {
    getCall: calls.get,
    storeRecording: ({ body, readDeclared, ...recording }, stopping) =>
      storeRecording(
        {
          origin: { ...recording.key, source: recording.source },
          body,
          identify: () => ({ ...recording, declared: readDeclared() }),
        },
        stopping,
      ),
    publishStored: () => machine.step(life, 'recording-events.publish', () => undefined),
    reconciliations,
    sendCheck: (check) => queues.send(life, 'checks', check),
    sendHeartbeat: async () => undefined,
    sendAgain: (task, delayS) => queues.send(life, 'downloads', task, delayS * SECOND_MS),
    registry: surroundings.registryNow(life),
    ocpOf: clientOf(surroundings, life),
    downloadTimeoutMs: 30 * MINUTE_MS,
    retryDelaysS: [1, 5, 30, 120, 600],
    now: () => timestampOf(life.clock.nowMs()),
    startTimer: (delayMs, onElapsed) => {
      let isCancelled = false;
      timeline.after(delayMs, () => {
        if (!isCancelled) onElapsed();
      });
      return () => {
        isCancelled = true;
      };
    },
    note: () => undefined,
  };
};
