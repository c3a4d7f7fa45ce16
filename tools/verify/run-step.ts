import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, dirname, resolve } from 'node:path';
import type { Step } from './steps.ts';

export type StepResult = {
  readonly passed: boolean;
  readonly durationMs: number;
  /** Everything it printed, stdout and stderr as they came. */
  readonly output: string;
};

/**
 * Children find `node`, `eslint` and the like as under npm. Nx starts no daemon, cloud or terminal interface, and,
 * told so, does not ask for colours, which it does under CI even where output goes to a pipe.
 */
const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: [resolve('node_modules/.bin'), dirname(process.execPath), process.env['PATH']].join(delimiter),
  NX_DAEMON: 'false',
  NX_TUI: 'false',
  NX_NO_CLOUD: 'true',
  FORCE_COLOR: '0',
});

/** @param onOutput told of each piece of output as it comes. */
export const runStep = async (
  { script, args }: Step,
  onOutput: (text: string) => void = () => undefined,
): Promise<StepResult> => {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [script, ...args], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const take = (text: string): void => {
    output += text;
    onOutput(text);
  };
  child.stdout.setEncoding('utf8').on('data', take);
  child.stderr.setEncoding('utf8').on('data', take);
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  if (signal !== null) output += `\nended by ${signal}\n`;
  return { passed: code === 0, durationMs: performance.now() - startedAt, output };
};
