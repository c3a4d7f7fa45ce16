import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

export type ServiceProcess = {
  /** Resolves when it listens. */
  readonly url: Promise<string>;
  stderr(): string;
  /** Sends SIGTERM, unless it has ended, and gives its exit code. */
  ended(signal?: 'SIGTERM'): Promise<number | null>;
  /** Does nothing to one that has ended. */
  kill(): void;
};

/** Drops garbage all the time, so that what is measured is what is held. */
export const TIDY = ['--expose-gc', '--import', 'data:text/javascript,setInterval(gc, 250).unref()'];

/** The service as it is deployed: its own process, configured by nothing but these variables. */
export const startProcess = (
  environment: Record<string, string>,
  nodeOptions: readonly string[] = [],
): ServiceProcess => {
  const child = spawn(process.execPath, ['--no-warnings', ...nodeOptions, main], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += String(text);
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const url = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { event, url: listening } = JSON.parse(line) as { event?: string; url?: string };
      if (event === 'listening') resolve(listening!);
    });
    void exited.then(() => reject(new Error(`it ended: ${stderr}`)));
  });
  url.catch(() => undefined);
  return {
    url,
    stderr: () => stderr,
    kill: () => void child.kill('SIGKILL'),
    ended: async (signal) => {
      if (signal) child.kill(signal);
      return (await exited)[0];
    },
  };
};
