import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type DownloaderProcess = {
  readonly child: ChildProcess;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  /** What it wrote to stderr so far. */
  said(): string;
  /** Log lines so far with this event. */
  logged(event: string): Record<string, unknown>[];
};

const children: ChildProcess[] = [];

/** The service as a process of its own. */
export const runDownloader = (env: Readonly<Record<string, string>>): DownloaderProcess => {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/main.ts')], {
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const lines: Record<string, unknown>[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(JSON.parse(line) as Record<string, unknown>);
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  return {
    child,
    ended,
    said: () => said,
    logged: (event) => lines.filter((line) => line['event'] === event),
  };
};

/** Ends every process that a test has started. */
export const killDownloaders = (): void => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
};
