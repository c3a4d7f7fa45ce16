import { parseArgs } from 'node:util';
import { listLibs } from './copy-tree.ts';
import { findAwaitSwaps } from './find-await-swaps.ts';
import { findCommands } from './find-commands.ts';
import { findMutations } from './find-mutations.ts';
import type { Mutant } from './mutation.ts';
import { pickSample } from './pick-sample.ts';
import { readMutants } from './read-mutants.ts';

export const USAGE = `usage: npm run mutation [-- OPTIONS]

--libs a,b         only these libs (default: all libs but those of libs/dev)
--count N          number of random mutants (default 60)
--seed S           seed of the sample (default 1)
--state-machines   drop each command of both state machines instead
--awaits           swap each pair of consecutive awaits of the use cases instead
--json             print the mutants as JSON`;

const STATE_MACHINES = 'libs/core/reconciliation';
const RECOVERY = 'libs/use-cases/window-recovery';
const WORLD = 'libs/dev/world';

export type Run = {
  readonly isJson: boolean;
  readonly mutants: readonly Mutant[];
  readonly suitesOf: (mutant: Mutant) => readonly string[];
};

export const planRun = (root: string, args: readonly string[]): Run => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      libs: { type: 'string' },
      count: { type: 'string', default: '60' },
      seed: { type: 'string', default: '1' },
      'state-machines': { type: 'boolean', default: false },
      awaits: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const isJson = values.json;
  const libs = chooseLibs(listLibs(root), values.libs);
  if (values['state-machines']) {
    const mutants = readMutants(root, STATE_MACHINES, findCommands);
    return { isJson, mutants, suitesOf: () => [STATE_MACHINES, RECOVERY, WORLD] };
  }
  if (values.awaits) {
    const useCases = libs.filter((lib) => lib.startsWith('libs/use-cases/'));
    const mutants = useCases.flatMap((lib) => readMutants(root, lib, findAwaitSwaps));
    return { isJson, mutants, suitesOf: ({ project }) => [project, WORLD] };
  }
  const groups = libs.map((lib) => readMutants(root, lib, findMutations));
  const mutants = pickSample(groups, readNumber('--count', values.count), readNumber('--seed', values.seed));
  return { isJson, mutants, suitesOf: ({ project }) => [project] };
};

const chooseLibs = (all: readonly string[], names: string | undefined): string[] => {
  if (names === undefined) return all.filter((lib) => !lib.startsWith('libs/dev/'));
  return names.split(',').map((name) => {
    const lib = all.find((path) => path === name || path.endsWith(`/${name}`));
    if (lib === undefined) throw new Error(`--libs names "${name}", which is not a folder of libs/*/`);
    return lib;
  });
};

const readNumber = (option: string, text: string): number => {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0) return number;
  throw new Error(`${option} must be a whole number from 0; it is "${text}"`);
};
