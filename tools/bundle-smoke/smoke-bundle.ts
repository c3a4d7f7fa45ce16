import { execFile } from 'node:child_process';

const TIME_LIMIT_MS = 30_000;

type Ended = { readonly code: unknown; readonly output: string };

/**
 * Starts a bundle with an empty environment: it must load, name every missing variable and exit 1.
 *
 * @param workingFolder anywhere but the repository, so that nothing is found there by chance.
 * @param args of a bundle that does nothing without a command.
 * @returns what went otherwise; undefined if nothing did.
 */
export const smokeBundle = async (
  bundle: string,
  missingVariables: readonly string[],
  workingFolder: string,
  args: readonly string[] = [],
): Promise<string | undefined> => {
  const { code, output } = await run(bundle, workingFolder, args);
  const unnamed = missingVariables.filter((name) => !output.includes(name));
  if (code === 1 && unnamed.length === 0) return undefined;
  const wanted =
    code === 1 ? `does not name ${unnamed.join(', ')}` : `ends with ${String(code)}, not with exit code 1`;
  return `${bundle} ${wanted}\n${output}`;
};

const run = (bundle: string, cwd: string, args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [bundle, ...args],
      { cwd, env: {}, timeout: TIME_LIMIT_MS, killSignal: 'SIGKILL' },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : (error.signal ?? error.code);
        resolve({ code, output: `${stdout}${stderr}` });
      },
    );
  });
