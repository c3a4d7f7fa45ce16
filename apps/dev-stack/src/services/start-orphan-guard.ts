import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Ends the services if the stack itself is killed. */
export type OrphanGuard = {
  watch(pid: number): void;
  /** Call it when the process has ended: another process may get its pid. */
  forget(pid: number): void;
  /** Ends the guard. */
  stop(): void;
};

export const startOrphanGuard = (root: string): OrphanGuard => {
  const entry = join(root, 'apps', 'dev-stack', 'src', 'services', 'orphan-guard.ts');
  // Its own process group: Ctrl-C must not end it before the stack.
  const { stdin } = spawn(process.execPath, [entry], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  stdin.on('error', () => undefined); // If the guard was killed, the stack still ends its children.
  return {
    watch: (pid) => void stdin.write(`watch ${pid}\n`),
    forget: (pid) => void stdin.write(`forget ${pid}\n`),
    stop: () => void stdin.end(),
  };
};
