import { readFile, writeFile } from 'node:fs/promises';

export type Memory = {
  /** Resident now (VmRSS). */
  readonly rssMB: number;
  /** The most that was resident since the start or the last reset (VmHWM). */
  readonly peakMB: number;
};

/** Reads the memory of a process from Linux's `/proc/<pid>/status`. */
export const readMemory = async (pid: number): Promise<Memory> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const readMB = (name: string): number => {
    const [, kB] = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status) ?? [];
    if (kB === undefined) throw new Error(`/proc/${pid}/status has no ${name}`);
    return Number(kB) / 1_024;
  };
  return { rssMB: readMB('VmRSS'), peakMB: readMB('VmHWM') };
};

/** Sets the peak back to what is resident now. */
export const resetPeak = (pid: number): Promise<void> => writeFile(`/proc/${pid}/clear_refs`, '5');
