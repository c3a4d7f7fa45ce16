import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Runs promtool in a folder.
 *
 * @returns what it printed, if it failed; `skipped` if it is not on the PATH.
 */
export const runPromtool = async (
  folder: string,
  args: readonly string[],
): Promise<'ok' | 'skipped' | { readonly failure: string }> => {
  try {
    await promisify(execFile)('promtool', args, { cwd: folder });
    return 'ok';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'skipped';
    const { stdout = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string };
    return { failure: `${stdout}${stderr}` };
  }
};
