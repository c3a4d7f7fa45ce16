import { spawnSync } from 'node:child_process';

export type RunningProcess = { readonly pid: number; readonly command: string };

/**
 * A process and all that it started, parents first. Those whose parent has ended are not found, and where there is no
 * `ps` (slim images) only the process itself.
 */
const processTree = (rootPid: number): readonly RunningProcess[] => {
  const all = listProcesses();
  if (all === undefined) return [{ pid: rootPid, command: '' }];
  const under = (pid: number): typeof all =>
    all.filter(({ parent }) => parent === pid).flatMap((child) => [child, ...under(child.pid)]);
  return [...all.filter(({ pid }) => pid === rootPid), ...under(rootPid)];
};

const listProcesses = (): (RunningProcess & { readonly parent: number })[] | undefined => {
  const { stdout } = spawnSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return stdout?.split('\n').flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command: command! }];
  });
};

/** Ends a process and all that it started, at once. @returns what was still running. */
export const killTree = (rootPid: number): readonly RunningProcess[] => {
  const running = processTree(rootPid);
  for (const { pid } of running) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
  return running;
};
