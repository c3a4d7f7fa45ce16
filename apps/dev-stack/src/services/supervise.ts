import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { OrphanGuard } from './start-orphan-guard.ts';

export type Supervised = {
  readonly name: string;
  pid(): number | undefined;
  /** Resolves with its URL when it answers that it is ready. @throws if it cannot be started. */
  ready(): Promise<string>;
  /** Ends it cleanly: SIGTERM, and SIGKILL if that takes too long. */
  stop(): Promise<void>;
};

export type SuperviseOptions = {
  readonly name: string;
  readonly entry: string;
  /** Of the variables only `PORT` changes: one that dies comes back where it was. */
  readonly environment: Readonly<Record<string, string>>;
  /** What it answers 200 to when it is ready. */
  readonly readyPath: string;
  readonly logFile: string;
  readonly onRestart: (name: string, why: string) => void;
  readonly guard: OrphanGuard;
  /** Ends the waiting for it to be ready. */
  readonly signal: AbortSignal;
};

const RESTART_DELAY_MS = 300;
const STOP_GRACE_MS = 15_000;
const START_TIMEOUT_MS = 60_000;

/** The line of a service's log that tells where it listens. */
const Listening = z.object({ event: z.literal('listening'), url: z.url() });

/**
 * Runs a service as a child process, and starts it again, at the same address, when it dies; not if it says itself that
 * it cannot start.
 */
export const supervise = (options: SuperviseOptions): Supervised => {
  const log = createWriteStream(options.logFile, { flags: 'a' });
  let child: ChildProcess | undefined;
  let url: string | undefined;
  let isStopping = false;
  let wasReady = false;
  let lastWords = '';
  let ended: Promise<void> = Promise.resolve();

  const start = (): void => {
    // A group of its own: Ctrl-C reaches the stack alone, which then stops its children in order.
    child = spawn(process.execPath, [options.entry], {
      env: { ...options.environment, ...(url && { PORT: new URL(url).port }) },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const pid = child.pid!;
    options.guard.watch(pid);
    child.stdout!.pipe(log, { end: false });
    createInterface({ input: child.stdout! }).on('line', (line) => (url ??= listeningUrl(line)));
    child.stderr!.on('data', (chunk: Buffer) => {
      log.write(chunk);
      lastWords = (lastWords + chunk.toString()).slice(-4_000);
    });
    ended = new Promise((resolve) => {
      child!.once('exit', (code, signal) => {
        resolve();
        options.guard.forget(pid);
        const cannotStart = !wasReady && code !== null;
        if (isStopping || cannotStart) return;
        options.onRestart(options.name, signal ?? `exit ${code}`);
        setTimeout(() => !isStopping && start(), RESTART_DELAY_MS);
      });
    });
  };
  start();

  return {
    name: options.name,
    pid: () => child?.pid,
    ready: async () => {
      const giveUpAt = Date.now() + START_TIMEOUT_MS;
      for (;;) {
        if (url && (await answers(url + options.readyPath))) {
          wasReady = true;
          return url;
        }
        if (child!.exitCode !== null || isStopping)
          throw new Error(`${options.name} did not start\n${lastWords}`);
        options.signal.throwIfAborted();
        if (Date.now() >= giveUpAt)
          throw new Error(`${options.name} was not ready within ${START_TIMEOUT_MS} ms`);
        await sleep(50);
      }
    },
    stop: async () => {
      isStopping = true;
      if (child!.exitCode !== null || child!.signalCode !== null) return;
      child!.kill('SIGTERM');
      const kill = setTimeout(() => child!.kill('SIGKILL'), STOP_GRACE_MS);
      await ended;
      clearTimeout(kill);
    },
  };
};

const listeningUrl = (line: string): string | undefined => {
  if (!line.includes('"listening"')) return undefined;
  return Listening.safeParse(JSON.parse(line)).data?.url;
};

const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(1_000) }).then(
    (response) => response.ok,
    () => false,
  );
