import { createWriteStream } from 'node:fs';
import { type Addresses, addressesIn, portsOf } from './addresses.ts';
import { runProcess, type ServiceProcess } from './run-process.ts';
import type { OrphanGuard } from './start-orphan-guard.ts';
import { waitUntilReady } from './wait-until-ready.ts';

export type Supervised = {
  readonly name: string;
  pid(): number;
  /** Undefined until the service listens. */
  addresses(): Addresses | undefined;
  /** Resolves when it is ready. @throws if it cannot be started. */
  ready(): Promise<Addresses>;
  /** Ends it: SIGTERM, and SIGKILL if that takes too long. */
  stop(): Promise<void>;
};

export type SuperviseOptions = {
  readonly name: string;
  readonly entry: string;
  readonly nodeOptions: readonly string[];
  /** Of the variables only the ports change: a service that is started again listens where it did before. */
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Whether this line of its stdout is written there. */
  readonly keepsLine: (line: string) => boolean;
  readonly say: (line: string) => void;
  readonly guard: OrphanGuard;
  /** Ends the waiting for it to be ready. */
  readonly signal: AbortSignal;
};

const RESTART_DELAY_MS = 300;

/**
 * Runs a service as a child process and starts it again when it dies, at the same addresses. Not if it ends by itself
 * before it was ever ready: then it cannot start.
 */
export const supervise = (options: SuperviseOptions): Supervised => {
  const { name, say } = options;
  const kept = keepRunning(options);
  const monitoringUrl = (): string | undefined => kept.addresses()?.monitoringUrl;
  return {
    name,
    pid: () => kept.current().pid,
    addresses: kept.addresses,
    ready: async () => {
      const signal = AbortSignal.any([options.signal, kept.stopping]);
      await waitUntilReady({ name, monitoringUrl, current: kept.current, say, signal });
      kept.markReady();
      return kept.addresses()!;
    },
    stop: kept.stop,
  };
};

const keepRunning = ({ name, guard, say, ...options }: SuperviseOptions) => {
  const log = createWriteStream(options.logFile, { flags: 'a' });
  let addresses: Addresses | undefined;
  let wasReady = false;
  const stopping = new AbortController();

  const start = (): ServiceProcess => {
    const started = runProcess({
      entry: options.entry,
      nodeOptions: options.nodeOptions,
      environment: { ...options.environment, ...(addresses && portsOf(addresses)) },
      log,
      keepsLine: options.keepsLine,
      onLine: (line) => (addresses ??= addressesIn(line)),
    });
    guard.watch(started.pid);
    void started.ended.then((how) => {
      guard.forget(started.pid);
      const cannotStart = !wasReady && typeof how === 'number';
      if (!cannotStart) setTimeout(() => restart(started.pid, how), RESTART_DELAY_MS);
    });
    return started;
  };
  const restart = (pid: number, how: number | string): void => {
    if (stopping.signal.aborted) return;
    current = start();
    const why = typeof how === 'number' ? `exit status ${how}` : how;
    say(` ! ${name} (pid ${pid}) died: ${why}. Started again with pid ${current.pid}`);
  };
  let current = start();

  return {
    current: () => current,
    addresses: () => addresses,
    markReady: () => void (wasReady = true),
    stopping: stopping.signal,
    stop: async () => {
      stopping.abort();
      await current.stop();
    },
  };
};
