import { HEARTBEAT_TIMEOUT, makeStopped, makeTimeoutError, TIMEOUT } from '../asl/state-error.ts';
import { startTimer } from './start-timer.ts';

/** undefined means no limit. */
export type TaskLimits = {
  readonly timeoutMs?: number | undefined;
  /** Longest time between two heartbeats. */
  readonly heartbeatMs?: number | undefined;
};

/** A task that waits for its answer. */
export type OpenTask = {
  /** Rejects if the task fails, times out or is ended. */
  readonly answer: Promise<unknown>;
  readonly state: 'open' | 'answered' | 'closed';
  succeed(output: unknown): void;
  fail(error: Error): void;
  beat(): void;
  /** From now on an answer is too late. */
  close(): void;
};

/** @param signal ends the task. */
export const openTask = ({ timeoutMs, heartbeatMs }: TaskLimits, signal: AbortSignal): OpenTask => {
  const { promise: answer, resolve, reject } = Promise.withResolvers<unknown>();
  answer.catch(() => undefined); // It may reject while the message is still being sent.
  let state: OpenTask['state'] = 'open';
  const end = (as: 'answered' | 'closed'): void => {
    if (state === 'open') state = as;
    stopTimeout();
    stopHeartbeat();
    signal.removeEventListener('abort', stop);
  };
  const stop = (): void => {
    end('closed');
    reject(makeStopped());
  };
  const timeOut = (name: typeof TIMEOUT | typeof HEARTBEAT_TIMEOUT) => (): void => {
    end('closed');
    void makeTimeoutError(name).then(reject, reject);
  };
  const settle = (how: () => void): void => {
    end('answered');
    how();
  };
  const startHeartbeat = () => startTimer(heartbeatMs, timeOut(HEARTBEAT_TIMEOUT));
  const stopTimeout = startTimer(timeoutMs, timeOut(TIMEOUT));
  let stopHeartbeat = startHeartbeat();
  signal.addEventListener('abort', stop, { once: true });

  return {
    answer,
    get state() {
      return state;
    },
    succeed: (output) => settle(() => resolve(output)),
    fail: (error) => settle(() => reject(error)),
    beat: () => {
      stopHeartbeat();
      stopHeartbeat = startHeartbeat();
    },
    close: () => end('closed'),
  };
};
