import { addAnswer, CLOCK_ERROR_MS, UNKNOWN_CLOCK } from '@recordings/reconciliation';
import { type SdkClient, type WrapAttempt, wrapAttempts } from './aws/wrap-attempts.ts';
import type { Logger } from './make-logger.ts';
import type { Metrics } from './make-metrics.ts';

/** The time by the clock of this process, corrected by the answers of AWS if it is certainly wrong. */
export type Clock = {
  /** Epoch milliseconds. */
  now(): number;
  /** Reads the `Date` header of every answer that the AWS SDK client gets. @returns the same client. */
  watch<C extends SdkClient>(client: C): C;
};

export type ClockDeps = {
  readonly metrics: Pick<Metrics, 'gauge'>;
  readonly log: Pick<Logger, 'error' | 'info'>;
  /** The clock of this process. Epoch milliseconds. */
  readonly readMs?: () => number;
};

/**
 * Makes the clock of a service. A service whose clock is hours off would close windows and give calls up that have hours
 * left. So it takes its time from AWS, which it asks before each such decision anyway.
 */
export const makeClock = ({ metrics, log, readMs = Date.now }: ClockDeps): Clock => {
  const gauge = metrics.gauge(
    'clock_error_seconds',
    'How far the clock of this process is off by the answers of AWS; 0 if it is right. It is corrected',
  );
  gauge.set({}, 0);
  let estimate = UNKNOWN_CLOCK;

  const take = (sentMs: number, response: unknown): void => {
    const serverMs = Date.parse(headerOf(response, 'date') ?? '');
    if (Number.isNaN(serverMs)) return;
    const { correctionMs: before } = estimate;
    estimate = addAnswer(estimate, { sentMs, receivedMs: readMs(), serverMs });
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
    watch: (client) => wrapAttempts(client, watching(readMs, take)),
  };
};

/** Reports the answer of each attempt, errors too, and when the attempt was sent. */
const watching =
  (readMs: () => number, take: (sentMs: number, response: unknown) => void): WrapAttempt =>
  (next) =>
  async (args) => {
    const sentMs = readMs();
    try {
      const result = await next(args);
      take(sentMs, result.response);
      return result;
    } catch (error) {
      take(sentMs, (error as { readonly $response?: unknown } | undefined)?.$response);
      throw error;
    }
  };

const headerOf = (response: unknown, name: string): string | undefined => {
  const { headers } = (response ?? {}) as { readonly headers?: Readonly<Record<string, string>> };
  return headers?.[name];
};
