import { readFile } from 'node:fs/promises';

/** Files for everything else: requests to AWS, the log, the modules that are loaded. */
const OTHER_FILES = 200;

/**
 * The number of connections that the process can have: each is an open file.
 *
 * @returns the smaller of what is configured and what the limit of open files allows. Outside Linux the limit is unknown.
 */
export const connectionLimit = async (configured: number, path = '/proc/self/limits'): Promise<number> => {
  const limits = await readFile(path, 'utf8').catch(() => '');
  const maxFiles = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? Infinity);
  return Math.max(1, Math.min(configured, maxFiles - OTHER_FILES));
};
