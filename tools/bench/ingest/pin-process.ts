import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Binds a process, with all its threads, to one core. Needs Linux's `taskset`. */
export const pinProcess = async (pid: number, core: number): Promise<void> => {
  await execute('taskset', ['-a', '-c', '-p', String(core), String(pid)]);
};
