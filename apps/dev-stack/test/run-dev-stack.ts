import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export type StackRun = {
  readonly child: ChildProcess;
  /** What it has written for people so far. */
  said(): string;
  /** Resolves when the text is there. @throws if the run ends without it. */
  saying(text: RegExp): Promise<RegExpMatchArray>;
  /** Waits for its end. */
  end(): Promise<{
    readonly code: number | null;
    readonly stdout: string;
    readonly ledger: Record<string, number>;
  }>;
};

/** Runs `npm start` as a user would, with `--json` and a free port. */
export const runDevStack = (...args: string[]): StackRun => {
  const child = spawn(
    process.execPath,
    ['apps/dev-stack/src/main.ts', '--json', '--port', String(freeishPort()), ...args],
    {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, 'close');
  return {
    child,
    said: () => stderr,
    saying: async (text) => {
      for (;;) {
        const match = stderr.match(text);
        if (match) return match;
        if (child.exitCode !== null) throw new Error(`the stack ended without saying ${text}:\n${stderr}`);
        await Promise.race([once(child.stderr, 'data'), ended]);
      }
    },
    end: async () => {
      await ended;
      const last = stdout.trimEnd().split('\n').at(-1) ?? '';
      return {
        code: child.exitCode,
        stdout,
        ledger: (last === '' ? {} : JSON.parse(last)) as Record<string, number>,
      };
    },
  };
};

/** Below the ports that systems hand out by themselves, so that it is hardly ever taken. */
const freeishPort = (): number => 20_000 + Math.floor(Math.random() * 20_000);
