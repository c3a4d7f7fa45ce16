import { pause } from './pause.ts';

export type IdlePauseRule = {
  /** Polls in a row without a message, after which the queue counts as idle. */
  readonly afterPolls: number;
  readonly pauseMs: number;
};

export type IdlePause = {
  /** A poll was answered. */
  polled(): void;
  /** It had a message: the queue is not idle, and a pause under way ends. */
  received(): void;
  /** Resolves when the next poll may start, or when the signal aborts. */
  wait(signal: AbortSignal): Promise<void>;
};

/** SQS charges each poll, also of an empty queue. So an idle queue is polled with pauses between the polls. */
export const makeIdlePause = ({ afterPolls, pauseMs }: IdlePauseRule): IdlePause => {
  let polls = 0;
  let waking = new AbortController();
  return {
    polled: () => {
      polls += 1;
    },
    received: () => {
      polls = 0;
      waking.abort();
      waking = new AbortController();
    },
    wait: (signal) =>
      polls < afterPolls || pauseMs === 0
        ? Promise.resolve()
        : pause(pauseMs, AbortSignal.any([signal, waking.signal])),
  };
};
