import { addAnswer, CLOCK_ERROR_MS, NEEDED_ANSWERS, UNKNOWN_CLOCK } from '@recordings/reconciliation';
import { type SdkClient, type WrapAttempt, wrapAttempts } from './aws/wrap-attempts.ts';
import type { Logger } from './make-logger.ts';
import type { Metrics } from './make-metrics.ts';

/** The time by the clock of this process, corrected if two answers of AWS agree that it is wrong. */
export type Clock = {
  /** Epoch milliseconds. */
  now(): number;
  /** Reads the `Date` header of every answer that the AWS SDK client gets. @returns the same client. */
  watch<C extends SdkClient>(client: C): C;
  /** Reads the header of an answer that came without the SDK. */
  onAnswer(answer: TimedAnswer): void;
  /** Calls `ask`, a request to AWS, twice: two answers that agree correct a wrong clock. Call it before a service decides anything. */
  correctBy(ask: () => Promise<unknown>): Promise<void>;
};

/** `date` is the header; absent if there was no answer. */
export type TimedAnswer = { readonly durationMs: number; readonly date?: string | undefined };

export type ClockDeps = {
  readonly metrics: Pick<Metrics, 'gauge'>;
  readonly log: Pick<Logger, 'error' | 'info'>;
  /** The clock of this process. Epoch milliseconds. */
  readonly readMs?: () => number;
};

/**
 * Makes the clock of a service. A service whose clock is hours off would close windows and give calls up that have hours
 * left, or refuse valid keys. So it takes its time from AWS, which it asks all the time anyway.
 */
export const makeClock = ({ metrics, log, readMs = Date.now }: ClockDeps): Clock => {
  const gauge = metrics.gauge(
    'clock_error_seconds',
    'How far the clock of this process is off by the answers of AWS; 0 if it is right. It is corrected',
  );
  gauge.set({}, 0);
  let estimate = UNKNOWN_CLOCK;

  const onAnswer = ({ durationMs, date }: TimedAnswer): void => {
    const serverMs = Date.parse(date ?? '');
    if (Number.isNaN(serverMs)) return;
    const { correctionMs: before } = estimate;
    const receivedMs = readMs();
    // By the clock as it is set now: it may have been set during the request.
    estimate = addAnswer(estimate, { sentMs: receivedMs - durationMs, receivedMs, serverMs });
    const { correctionMs } = estimate;
    gauge.set({}, Math.abs(correctionMs) / 1000);
    // Later answers only make it more exact.
    if (Math.abs(correctionMs - before) < CLOCK_ERROR_MS) return;
    if (correctionMs === 0) {
      log.info({ event: 'clock_right', correctionMs }, 'the clock of this process is right again');
      return;
    }
    log.error(
      { event: 'clock_corrected', correctionMs },
      'the clock of this process is wrong: it is corrected by the answers of AWS',
    );
  };
  return {
    now: () => readMs() + estimate.correctionMs,
    watch: (client) => wrapAttempts(client, watching(onAnswer)),
    onAnswer,
    correctBy: async (ask) => {
      for (let n = 0; n < NEEDED_ANSWERS; n += 1) await ask();
    },
  };
};

/** Reports the answer of each attempt, errors too, and how long it took. */
const watching =
  (onAnswer: (answer: TimedAnswer) => void): WrapAttempt =>
  (next) =>
  async (args) => {
    const startedMs = performance.now();
    const report = (response: unknown): void =>
      onAnswer({ durationMs: performance.now() - startedMs, date: dateOf(response) });
    try {
      const result = await next(args);
      report(result.response);
      return result;
    } catch (error) {
      report((error as { readonly $response?: unknown } | undefined)?.$response);
      throw error;
    }
  };

const dateOf = (response: unknown): string | undefined => {
  const { headers } = (response ?? {}) as { readonly headers?: Readonly<Record<string, string>> };
  return headers?.['date'];
};
