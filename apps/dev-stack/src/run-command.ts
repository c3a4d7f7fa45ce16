import { provisionTopology } from './compose/provision-topology.ts';
import { runPlay } from './compose/run-play.ts';
import { parseOptions, parsePlayOptions } from './options.ts';
import { runStack } from './run-stack.ts';
import type { Environment } from './services/inherited-settings.ts';

/** Runs `provision` or `play` against services that run elsewhere, else the whole stack. @returns the exit status. */
export const runCommand = async (argv: readonly string[], environment: Environment): Promise<number> => {
  const [node = '', script = '', name, ...rest] = argv;
  switch (name) {
    case 'provision':
      return provisionTopology(environment);
    case 'play':
      return runPlay(parsePlayOptions([node, script, ...rest]), environment);
    default:
      return runStack(parseOptions(argv), environment);
  }
};
