import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** `npm run ops` reads this file, so that it speaks to the stack that was started last. */
const opsFile = (root: string): string => join(root, '.local', 'ops.env');

/** Writes the variables of the command line of operators. @returns removes them. */
export const writeOpsSettings = async (
  root: string,
  settings: Readonly<Record<string, string>>,
): Promise<() => Promise<void>> => {
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${JSON.stringify(value)}\n`);
  await writeFile(opsFile(root), lines.join(''), { mode: 0o600 });
  return () => rm(opsFile(root), { force: true });
};
