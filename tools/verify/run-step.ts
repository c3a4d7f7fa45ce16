import { delimiter, dirname, resolve } from 'node:path';
import { runBounded } from '../process/run-bounded.ts';
import type { Step } from './steps.ts';

export type StepResult = {
  readonly passed: boolean;
  readonly durationMs: number;
  /** Everything it printed, stdout and stderr as they came. */
  readonly output: string;
};

const DEFAULT_LIMIT_MS = 3 * 60_000;

/**
 * Children find `node`, `eslint` and the like as under npm. Nx starts no daemon, cloud or terminal interface. Without
 * `FORCE_COLOR=0` it prints colours under CI, even if its output goes to a pipe.
 */
const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: [resolve('node_modules/.bin'), dirname(process.execPath), process.env['PATH']].join(delimiter),
  NX_DAEMON: 'false',
  NX_TUI: 'false',
  NX_NO_CLOUD: 'true',
  FORCE_COLOR: '0',
});

/** @param onOutput receives each piece of output as it arrives. */
export const runStep = async (
  { script, args, limitMs = DEFAULT_LIMIT_MS }: Step,
  onOutput: (text: string) => void = () => undefined,
): Promise<StepResult> => {
  const startedAt = performance.now();
  let output = '';
  const take = (text: string): void => {
    output += text;
    onOutput(text);
  };
  const failure = await runBounded(process.execPath, [script, ...args], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    limitMs,
    onStart: ({ stdout, stderr }) => {
      for (const stream of [stdout!, stderr!]) stream.setEncoding('utf8').on('data', take);
    },
  });
  if (failure !== undefined) output += `\n${failure}\n`;
  return { passed: failure === undefined, durationMs: performance.now() - startedAt, output };
};
