import type { DomainError } from '@recordings/fault';
import { pause } from './pause.ts';
import { firstLineOf } from './poll-health.ts';

/** Seconds that a consumer pauses after one fault of the set-up, after two in a row, and so on. The last one repeats. */
const WAITS_S: readonly number[] = [1, 5, 30, 120, 300];

export const configurationWaitS = (row: number): number => WAITS_S[Math.max(row, 1) - 1] ?? WAITS_S.at(-1)!;

/** Stops the slots of one consumer while our own set-up makes its messages fail. */
export type WorkPause = {
  /** A message failed by a fault of the configuration. Faults during a pause do not extend it. */
  noteFault(error: DomainError): void;
  /** A message was handled: the set-up is right again. */
  noteHandled(): void;
  /** Resolves when a slot may take a message, or when the signal aborts. */
  wait(signal: AbortSignal): Promise<void>;
  /** Why the consumer takes no message now, in one line; undefined if it takes some. */
  reason(): string | undefined;
};

/**
 * A message that fails by our own set-up, as a missing table, is postponed and uses no receive. If every message fails so,
 * the consumer pauses in growing waits instead of sending the whole queue round and round. One that is handled ends the row,
 * so that a fault of some messages only, as the missing bucket of one line of business, does not stop the others.
 *
 * @param onPaused called at the start of each pause.
 */
export const makeWorkPause = (onPaused: (error: DomainError, waitS: number) => void): WorkPause => {
  let row = 0;
  let untilMs = 0;
  let why = '';
  let resuming = new AbortController();
  const leftMs = (): number => untilMs - performance.now();

  return {
    noteFault: (error) => {
      if (leftMs() > 0) return;
      row += 1;
      const waitS = configurationWaitS(row);
      untilMs = performance.now() + waitS * 1_000;
      why = `${error.code}: ${firstLineOf(error)}`;
      resuming = new AbortController();
      onPaused(error, waitS);
    },
    noteHandled: () => {
      row = 0;
      untilMs = 0;
      resuming.abort();
    },
    wait: async (signal) => {
      while (leftMs() > 0 && !signal.aborted) {
        await pause(leftMs(), AbortSignal.any([signal, resuming.signal]));
      }
    },
    reason: () => (leftMs() > 0 ? `paused, because messages fail by the configuration: ${why}` : undefined),
  };
};
