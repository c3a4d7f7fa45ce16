import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** `npm run ops` reads this file, so that it speaks to the stack that was started last. */
const opsFile = (root: string): string => join(root, '.local', 'ops.env');

/** Writes the variables of the command line of operators. @returns removes them, unless another stack has replaced them. */
export const writeOpsSettings = async (
  root: string,
  settings: Readonly<Record<string, string>>,
): Promise<() => Promise<void>> => {
  const file = opsFile(root);
  const ours = Object.entries(settings)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}\n`)
    .join('');
  await writeFile(file, ours, { mode: 0o600 });
  return async () => {
    if ((await readFile(file, 'utf8').catch(() => '')) === ours) await rm(file, { force: true });
  };
};
