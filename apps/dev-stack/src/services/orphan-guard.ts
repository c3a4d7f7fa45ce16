import { createInterface } from 'node:readline';

/**
 * A process beside the stack. Its stdin says which processes run: `watch PID` and `forget PID`, a line each. When stdin
 * closes, the stack has ended, and this process ends the remaining services. Ours instead of tree-kill, which a stack
 * that was killed cannot call.
 */
const SIGKILL_AFTER_MS = 15_000;

const pids = new Set<number>();
for await (const line of createInterface({ input: process.stdin })) {
  const [what, pid] = line.split(' ');
  if (what === 'watch') pids.add(Number(pid));
  else pids.delete(Number(pid));
}

const endAll = (signal: NodeJS.Signals): void => {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      pids.delete(pid); // It has ended.
    }
  }
};

endAll('SIGTERM');
if (pids.size > 0) setTimeout(() => endAll('SIGKILL'), SIGKILL_AFTER_MS);
