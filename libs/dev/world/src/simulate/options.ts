import { Command, InvalidArgumentError } from 'commander';

export type SimulateOptions = {
  readonly days: number;
  readonly worlds: number;
  readonly seed: number;
  /** Only worlds in which processes fail too. */
  readonly stormy: boolean;
  readonly crashes: boolean;
  /** Depth of the exploration; 0: play worlds. */
  readonly machines: number;
  /** Calls at OCP on day one; 0: play worlds. */
  readonly dayOne: number;
  readonly json: boolean;
};

const integerBetween =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`expected a whole number from ${min} to ${max}.`);
  };

/** @param argv arguments without node and script. Prints help or an error and ends the process where commander does. */
export const parseOptions = (argv: readonly string[], randomSeed: number): SimulateOptions =>
  new Command('npm run simulate --')
    .description(
      'Plays the four services in virtual time, with faults, and checks that no recording is lost.',
    )
    .option('--days <n>', 'days on which calls start, in each world', integerBetween(1, 60), 1)
    .option(
      '--worlds <n>',
      'worlds to play; each has calls and faults of its own',
      integerBetween(1, 1_000_000),
      20,
    )
    .option(
      '--seed <s>',
      'seed of the first world; world n has this seed plus n',
      integerBetween(0, 2 ** 31 - 1),
      randomSeed,
    )
    .option('--stormy', 'only worlds in which our processes fail too; else every fourth is calm', false)
    .option(
      '--crashes',
      'instead of random worlds, play one day again for each request, with a crash before and after it',
      false,
    )
    .option(
      '--machines <depth>',
      'instead of worlds, try every sequence of so many events on the state machines',
      integerBetween(1, 50),
      0,
    )
    .option(
      '--day-one <calls>',
      'instead of worlds, sweep so many calls of 58 days into an empty table, while live calls come in',
      integerBetween(1, 100_000),
      0,
    )
    .option('--json', 'print the result as JSON', false)
    .parse(argv, { from: 'user' })
    .opts<SimulateOptions>();
