import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type LogLine, withEvent } from './log-lines.ts';

export type ServiceProcess = {
  readonly child: ChildProcess;
  /** Where it answers requests. Rejects with its stderr if it ends before it listens, or if it answers none. */
  readonly url: Promise<string>;
  /** Where it answers health and metrics. Resolves when it listens; rejects with its stderr if it ends before. */
  readonly monitoringUrl: Promise<string>;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  /** Its stderr so far. */
  said(): string;
  /** Log lines so far with this event. */
  logged(event: string): LogLine[];
};

const children: ChildProcess[] = [];

/** Node keeps compiled code there, and types taken out of it: a service starts in half the time. */
const COMPILE_CACHE = join(tmpdir(), 'recordings-compiled');

/** Runs a `main.ts` as it is deployed: its own process, configured by these variables alone. */
export const runService = (
  main: URL,
  env: Readonly<Record<string, string>>,
  nodeOptions: readonly string[] = [],
  args: readonly string[] = [],
): ServiceProcess => {
  const child = spawn(process.execPath, [...nodeOptions, fileURLToPath(main), ...args], {
    env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const lines: LogLine[] = [];
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  const listening = new Promise<LogLine>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = JSON.parse(text) as LogLine;
      lines.push(line);
      if (line['event'] === 'listening') resolve(line);
    });
    void ended.then((how) => reject(new Error(`it ended with ${how} before it listened: ${said}`)));
  });
  const url = listening.then((line) => addressIn(line, 'url'));
  const monitoringUrl = listening.then((line) => addressIn(line, 'monitoringUrl'));
  for (const address of [url, monitoringUrl]) address.catch(() => undefined);
  return { child, url, monitoringUrl, ended, said: () => said, logged: (event) => withEvent(lines, event) };
};

const addressIn = (line: LogLine, name: string): string => {
  const address = line[name];
  if (typeof address !== 'string') throw new Error(`its line \`listening\` has no ${name}`);
  return address;
};

/** Kills every process that a test has started, for `afterEach`. */
export const killServices = (): void => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
};
