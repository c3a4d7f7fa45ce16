import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type LogLine, withEvent } from './log-lines.ts';

export type ServiceProcess = {
  readonly child: ChildProcess;
  /** Resolves when it listens. Rejects with its stderr if it ends before. */
  readonly url: Promise<string>;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  /** Its stderr so far. */
  said(): string;
  /** Log lines so far with this event. */
  logged(event: string): LogLine[];
};

const children: ChildProcess[] = [];

/** Runs a `main.ts` as it is deployed: its own process, configured by these variables alone. */
export const runService = (
  main: URL,
  env: Readonly<Record<string, string>>,
  nodeOptions: readonly string[] = [],
): ServiceProcess => {
  const child = spawn(process.execPath, [...nodeOptions, fileURLToPath(main)], {
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const lines: LogLine[] = [];
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  const url = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = JSON.parse(text) as LogLine;
      lines.push(line);
      if (line['event'] === 'listening') resolve(line['url'] as string);
    });
    void ended.then((how) => reject(new Error(`it ended with ${how} before it listened: ${said}`)));
  });
  url.catch(() => undefined);
  return { child, url, ended, said: () => said, logged: (event) => withEvent(lines, event) };
};

/** Kills every process that a test has started, for `afterEach`. */
export const killServices = (): void => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
};
