import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { killTree } from './process-tree.ts';

export type BoundedOptions = SpawnOptions & {
  /** Longest it may take; then it and all that it started are killed. */
  readonly limitMs: number;
  readonly onStart?: (child: ChildProcess) => void;
};

/** @returns why it did not pass, for people, naming what still ran when the limit came; undefined for exit code 0. */
export const runBounded = async (
  command: string,
  args: readonly string[],
  { limitMs, onStart, ...options }: BoundedOptions,
): Promise<string | undefined> => {
  const child = spawn(command, args, options);
  let overdue: string | undefined;
  const timer = setTimeout(() => {
    const running = killTree(child.pid!).map(({ pid, command: line }) => `  ${pid} ${line.slice(0, 200)}`);
    overdue = `did not end within ${limitMs / 1000} s; killed what still ran:\n${running.join('\n')}`;
    // What its children's children hold open no longer matters.
    child.stdout?.destroy();
    child.stderr?.destroy();
  }, limitMs);
  onStart?.(child);
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  clearTimeout(timer);
  if (overdue !== undefined) return overdue;
  if (signal !== null) return `ended by ${signal}`;
  return code === 0 ? undefined : `ended with exit code ${code}`;
};
