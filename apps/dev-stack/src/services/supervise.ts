import { createWriteStream } from 'node:fs';
import { z } from 'zod';
import { runProcess, type ServiceProcess } from './run-process.ts';
import type { OrphanGuard } from './start-orphan-guard.ts';
import { waitUntilReady } from './wait-until-ready.ts';

export type Supervised = {
  readonly name: string;
  readonly metricsPath: string | undefined;
  pid(): number;
  /** Without a trailing slash. Undefined until the service listens. */
  url(): string | undefined;
  readyUrl(): string | undefined;
  /** Resolves with its URL when it is ready. @throws if it cannot be started. */
  ready(): Promise<string>;
  /** Ends it: SIGTERM, and SIGKILL if that takes too long. */
  stop(): Promise<void>;
};

export type SuperviseOptions = {
  readonly name: string;
  readonly entry: string;
  readonly nodeOptions: readonly string[];
  /** Of the variables only `PORT` changes: a service that is started again listens where it did before. */
  readonly environment: Readonly<Record<string, string>>;
  /** Answers 200 when the service is ready. */
  readonly readyPath: string;
  readonly metricsPath: string | undefined;
  /** Where it will listen; undefined if its log says it. */
  readonly url: string | undefined;
  readonly logFile: string;
  readonly say: (line: string) => void;
  readonly guard: OrphanGuard;
  /** Ends the waiting for it to be ready. */
  readonly signal: AbortSignal;
};

const RESTART_DELAY_MS = 300;

/** The line of a service's log that says where it listens. */
const Listening = z.object({ event: z.literal('listening'), url: z.url() });

/**
 * Runs a service as a child process and starts it again when it dies, at the same address. Not if it ends by itself
 * before it was ever ready: then it cannot start.
 */
export const supervise = (options: SuperviseOptions): Supervised => {
  const { name, say } = options;
  const kept = keepRunning(options);
  const readyUrl = (): string | undefined => {
    const url = kept.url();
    return url === undefined ? undefined : url + options.readyPath;
  };
  return {
    name,
    metricsPath: options.metricsPath,
    pid: () => kept.current().pid,
    url: kept.url,
    readyUrl,
    ready: async () => {
      const signal = AbortSignal.any([options.signal, kept.stopping]);
      await waitUntilReady({ name, readyUrl, current: kept.current, say, signal });
      kept.markReady();
      return kept.url()!;
    },
    stop: kept.stop,
  };
};

const keepRunning = ({ name, guard, say, ...options }: SuperviseOptions) => {
  const log = createWriteStream(options.logFile, { flags: 'a' });
  let url = options.url;
  let wasReady = false;
  const stopping = new AbortController();

  const start = (): ServiceProcess => {
    const started = runProcess({
      entry: options.entry,
      nodeOptions: options.nodeOptions,
      environment: { ...options.environment, ...(url && { PORT: new URL(url).port }) },
      log,
      onLine: (line) => (url ??= listeningUrl(line)),
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
    url: () => url,
    markReady: () => void (wasReady = true),
    stopping: stopping.signal,
    stop: async () => {
      stopping.abort();
      await current.stop();
    },
  };
};

const listeningUrl = (line: string): string | undefined => {
  if (!line.includes('"listening"')) return undefined;
  return Listening.safeParse(JSON.parse(line)).data?.url;
};
