import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Ends what the stack has started if the stack itself is killed and cannot. */
export type OrphanGuard = {
  watch(pid: number): void;
  /** That process has ended; its number may be another's soon. */
  forget(pid: number): void;
  /** Nothing is left to guard. */
  stop(): void;
};

export const startOrphanGuard = (root: string): OrphanGuard => {
  const entry = join(root, 'apps', 'dev-stack', 'src', 'services', 'orphan-guard.ts');
  // A group of its own: Ctrl-C must not end it before the stack.
  const { stdin } = spawn(process.execPath, [entry], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  stdin.on('error', () => undefined); // The guard was killed; the stack ends its children all the same.
  return {
    watch: (pid) => void stdin.write(`watch ${pid}\n`),
    forget: (pid) => void stdin.write(`forget ${pid}\n`),
    stop: () => void stdin.end(),
  };
};
