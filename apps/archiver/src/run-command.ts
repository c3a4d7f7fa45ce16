import { loadConfig, makeLogger, runUntilSignal } from '@recordings/service';
import { Config } from './config.ts';
import { startArchiver } from './start-archiver.ts';
import { runTrail } from './trail/run-trail.ts';

const terminal = {
  say: (text: string): void => void process.stdout.write(`${text}\n`),
  complain: (text: string): void => void process.stderr.write(`${text}\n`),
};

type Environment = Readonly<Record<string, string | undefined>>;

/** `trail` prints the trail of a call and ends; without a command the service runs until it is stopped. */
export const runCommand = async (
  [command, ...args]: readonly string[],
  environment: Environment,
): Promise<void> => {
  switch (command) {
    case undefined: {
      const log = makeLogger({ service: 'archiver', level: 'info' });
      return runUntilSignal({ log, start: () => startArchiver(loadConfig(Config, environment), log) });
    }
    case 'trail':
      process.exitCode = await runTrail(args, environment, terminal);
      return;
    default:
      terminal.complain(`unknown command: ${command}; there is: trail`);
      process.exitCode = 2;
  }
};
