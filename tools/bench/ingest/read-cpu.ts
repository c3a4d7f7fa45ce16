import { readFile } from 'node:fs/promises';

/** Linux counts CPU time in ticks of 10 ms on every supported architecture. */
const TICKS_PER_SECOND = 100;

/** Reads the CPU seconds that a process has used, in user and kernel mode, from `/proc/<pid>/stat`. */
export const readCpuSeconds = async (pid: number): Promise<number> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name of the program, in brackets, may contain spaces. User and kernel time are the 12th and 13th field after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
};
