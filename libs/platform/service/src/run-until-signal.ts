import { ConfigurationError } from './configuration-error.ts';
import type { Logger } from './make-logger.ts';

/** A running service. `stop` finishes its current work or gives it back to the queue. */
export type Running = { stop(): Promise<void> };

export type RunUntilSignalOptions = {
  readonly log: Logger;
  /** Wires and starts the service. The signal aborts on SIGTERM or SIGINT; hand it to every loop, upload and request. */
  readonly start: (signal: AbortSignal) => Promise<Running>;
  /** Time allowed for the stop. ECS and compose kill after 30 s and 10 s by default. */
  readonly gracePeriodMs?: number;
};

const DEFAULT_GRACE_PERIOD_MS = 25_000;
/** Longest interval of a Node timer. */
const LONGEST_INTERVAL_MS = 2 ** 31 - 1;

/**
 * Runs a service for the life of the process and ends the process.
 *
 * Exit code 0 after a good stop. Exit code 1 if the start or the stop failed, the grace period ended, a second signal
 * arrived, or an error was not caught. Read the configuration inside `start`, so that its errors are reported too.
 */
export const runUntilSignal = async (options: RunUntilSignalOptions): Promise<void> => {
  const { log } = options;
  const aborter = new AbortController();
  const signalled = onSignal(options, aborter);
  exitOnStrayErrors(log);
  setInterval(() => undefined, LONGEST_INTERVAL_MS); // Keeps the process alive.

  const running = await startOrExit(options, aborter.signal);
  await signalled;
  try {
    await running?.stop();
  } catch (error) {
    log.error({ err: error, event: 'stop_failed' }, 'the stop failed');
    process.exit(1);
  }
  log.info({ event: 'stopped' }, 'stopped');
  process.exit(0);
};

const startOrExit = async ({ log, start }: RunUntilSignalOptions, signal: AbortSignal) => {
  try {
    const running = await start(signal);
    log.info({ event: 'started' }, 'started');
    return running;
  } catch (error) {
    if (!signal.aborted) return exitAfterFailedStart(log, error);
    log.warn({ err: error, event: 'start_cut_short' }, 'a signal cut the start short');
    return undefined;
  }
};

const onSignal = (options: RunUntilSignalOptions, aborter: AbortController): Promise<void> => {
  const { log, gracePeriodMs = DEFAULT_GRACE_PERIOD_MS } = options;
  return new Promise((resolve) => {
    const handle = (name: NodeJS.Signals): void => {
      if (aborter.signal.aborted)
        return exitNow(log, 'stop_hurried', 'a second signal arrived before the stop ended');
      log.info({ event: 'stopping', signal: name, gracePeriodMs }, 'stopping');
      setTimeout(() => exitNow(log, 'stop_overdue', 'the grace period ended before the stop'), gracePeriodMs);
      aborter.abort();
      resolve();
    };
    process.on('SIGTERM', handle).on('SIGINT', handle);
  });
};

const exitNow = (log: Logger, event: string, message: string): void => {
  log.error({ event }, message);
  process.exit(1);
};

const exitOnStrayErrors = (log: Logger): void => {
  const exit = (event: string) => (error: unknown) => {
    log.fatal({ err: error, event }, 'an error was not caught');
    process.exit(1);
  };
  process.on('uncaughtException', exit('uncaught_exception'));
  process.on('unhandledRejection', exit('unhandled_rejection'));
};

const exitAfterFailedStart = (log: Logger, error: unknown): never => {
  log.fatal({ err: error, event: 'start_failed' }, 'the start failed');
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    error instanceof ConfigurationError ? `${message}\n` : `could not start: ${message}\n`,
  );
  process.exit(1);
};
