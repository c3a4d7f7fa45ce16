import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export type StackRun = {
  readonly child: ChildProcess;
  /** What it wrote for people so far. */
  said(): string;
  /** Resolves when it has written the text. @throws if the run ends without it. */
  saying(text: RegExp): Promise<RegExpMatchArray>;
  /** Waits for its end. @throws with what it said if its exit status is another one. */
  end(status: number | null): Promise<{
    readonly stdout: string;
    readonly ledger: Record<string, number>;
  }>;
};

const started: ChildProcess[] = [];

/** Longer than a stack takes to stop its services. */
const STOP_GRACE_MS = 60_000;

/** Ends the stacks that a failed test left running; a stack ends its children. */
export const stopDevStacks = async (): Promise<void> => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGTERM');
    const kill = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
    await once(child, 'exit');
    clearTimeout(kill);
  }
};

/** Runs `npm start` with `--json`, any port, and environment variables if the last argument has them. */
export const runDevStack = (...args: (string | Readonly<Record<string, string>>)[]): StackRun => {
  const options = args.filter((arg) => typeof arg === 'string');
  const variables = args.filter((arg) => typeof arg === 'object');
  const child = spawn(process.execPath, ['tools/start.js', '--json', '--port', '0', ...options], {
    cwd: ROOT,
    env: Object.assign({ PATH: process.env['PATH'], HOME: process.env['HOME'] }, ...variables),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  let hasEnded = false;
  const ended = once(child, 'close').then(() => {
    hasEnded = true; // 'close' comes after all output.
  });
  return {
    child,
    said: () => stderr,
    saying: async (text) => {
      for (;;) {
        const match = stderr.match(text);
        if (match) return match;
        if (hasEnded) throw new Error(`the stack ended and did not write ${text}:\n${stderr}`);
        await Promise.race([once(child.stderr, 'data'), ended]);
      }
    },
    end: async (status) => {
      await ended;
      if (child.exitCode !== status)
        throw new Error(`the stack ended with ${child.exitCode} instead of ${status}:\n${stderr}`);
      const last = stdout.trimEnd().split('\n').at(-1) ?? '';
      return {
        stdout,
        ledger: (last === '' ? {} : JSON.parse(last)) as Record<string, number>,
      };
    },
  };
};
