import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { execa } from 'execa';

/** One process of a service, from its start to its end. */
export type ServiceProcess = {
  readonly pid: number;
  /** Its exit status, or the signal that ended it; undefined while it runs. */
  end(): number | string | undefined;
  /** Resolves with the same. */
  readonly ended: Promise<number | string>;
  /** The end of what it wrote to stderr. */
  lastWords(): string;
  /** Sends SIGTERM, and SIGKILL to a process that does not end in time. Resolves at its end. */
  stop(): Promise<void>;
};

export type RunProcessOptions = {
  readonly entry: string;
  readonly nodeOptions: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Takes stderr, and of stdout the lines that `keepsLine` lets through. */
  readonly log: Writable;
  readonly keepsLine: (line: string) => boolean;
  readonly onLine: (line: string) => void;
};

const STOP_GRACE_MS = 15_000;
const LAST_WORDS_CHARACTERS = 4_000;

/** The folder in which `enableCompileCache` keeps compiled code: a service starts in half the time. */
const COMPILE_CACHE = join(tmpdir(), 'node-compile-cache');

/** Runs a service as a child process, configured by these environment variables alone. */
export const runProcess = ({
  entry,
  nodeOptions,
  environment,
  ...output
}: RunProcessOptions): ServiceProcess => {
  const child = execa(process.execPath, [...nodeOptions, entry], {
    env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...environment },
    extendEnv: false,
    stdin: 'ignore',
    buffer: false,
    reject: false,
    // A process group of its own: Ctrl-C reaches the stack alone, which then stops its children in order.
    detached: true,
    forceKillAfterDelay: STOP_GRACE_MS,
  });
  let end: number | string | undefined;
  const lastWords = takeOutput(child, output);
  const ended = child.then(({ exitCode, signal, shortMessage }) => {
    end = exitCode ?? signal ?? shortMessage ?? 'unknown';
    return end;
  });
  return {
    pid: child.pid!,
    end: () => end,
    ended,
    lastWords,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};

/** Writes the log of a child. @returns a function that reads the end of its stderr. */
const takeOutput = (
  { stdout, stderr }: { readonly stdout: Readable; readonly stderr: Readable },
  { log, keepsLine, onLine }: Pick<RunProcessOptions, 'log' | 'keepsLine' | 'onLine'>,
): (() => string) => {
  let lastWords = '';
  createInterface({ input: stdout }).on('line', (line) => {
    onLine(line);
    if (keepsLine(line)) log.write(`${line}\n`);
  });
  stderr.on('data', (chunk: Buffer) => {
    log.write(chunk);
    lastWords = (lastWords + chunk.toString()).slice(-LAST_WORDS_CHARACTERS);
  });
  return () => lastWords;
};
