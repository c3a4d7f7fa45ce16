import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Environment } from './endpoint-of.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Runs the suites against this endpoint, one after another. @returns the exit status. */
export const runJest = async (
  endpoint: string,
  args: readonly string[],
  environment: Environment,
): Promise<number> => {
  const child = spawn(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      'node_modules/jest/bin/jest.js',
      '--config=apps/e2e/jest.config.js',
      '--runInBand',
      ...args,
    ],
    { cwd: ROOT, stdio: 'inherit', env: { ...environment, LOCAL_AWS_ENDPOINT: endpoint } },
  );
  // The container must end after the tests, so this process outlives them.
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, forward);
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
};
