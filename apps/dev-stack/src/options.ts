import { Command, InvalidArgumentError, Option } from 'commander';

export const stackFaults = [
  'late-push',
  'duplicate-events',
  'reordered-events',
  'http-429',
  'http-500',
  'slow-job',
  'failed-job',
  'busy-slot',
  'not-found',
  'truncated-download',
  'tamper',
] as const;

export type StackOptions = {
  readonly calls: number;
  readonly loss: number;
  readonly seed: number;
  readonly spanMs: number;
  readonly audio?: string;
  readonly profile: 'spec' | 'omilia';
  readonly fault: readonly (typeof stackFaults)[number][];
  readonly port?: number;
  readonly exit: boolean;
  readonly json: boolean;
};

/** Reads the command line; `--help`, a wrong option or a wrong value ends the process with a message. */
export const parseOptions = (argv: readonly string[]): StackOptions => {
  const program = new Command('npm start --')
    .description(
      'Runs the whole system on this machine: embedded AWS, the four services, and an OCP that makes calls.\n' +
        'Most recordings are pushed, some are lost, and every lost one is brought home. Listens on loopback only.',
    )
    .option('--calls <n>', 'calls with a recording; chats without one come on top', integer(1, 100_000), 200)
    .option('--loss <share>', 'share of the pushes that never arrive, 0 to 1', share, 0.1)
    .option('--seed <n>', 'same seed: same calls and same losses', integer(0, 2_147_483_647), 1)
    .addOption(
      new Option(
        '--span <duration>',
        'time that the calls are spread over, up to the last closed hour: 30m, 24h, 2d',
      )
        .argParser(duration)
        .default(86_400_000, '24h'),
    )
    .option(
      '--audio <dir>',
      'folder of WAV and MP3 files that serve as recordings (default: speech in fixtures/)',
    )
    .addOption(
      new Option(
        '--profile <name>',
        "what exports may ask for: the vendor's limits, or the requirement documents'",
      )
        .choices(['omilia', 'spec'])
        .default('omilia'),
    )
    .addOption(
      new Option('--fault <kind...>', 'what goes wrong on purpose')
        .choices([...stackFaults])
        .default([], 'nothing'),
    )
    .option(
      '--port <n>',
      'port of the ingestion API, 0 for any (default: 8080, or any if it is taken)',
      integer(0, 65_535),
    )
    .option('--exit', 'stop when every call is accounted for, instead of serving on', false)
    .option('--json', 'print the ledger as one JSON object, as the last line on stdout', false);
  const { span, ...options } = program
    .parse([...argv])
    .opts<Omit<StackOptions, 'spanMs'> & { span: number }>();
  return { ...options, spanMs: span };
};

const integer =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`"${text}" is not an integer from ${min} to ${max}.`);
  };

const share = (text: string): number => {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError(`"${text}" is not a number from 0 to 1.`);
};

const unitsMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const MAX_SPAN_MS = 40 * unitsMs.d;

const duration = (text: string): number => {
  const match = /^(\d+(?:\.\d+)?)([mhd])$/.exec(text);
  const ms = match ? Number(match[1]) * unitsMs[match[2] as keyof typeof unitsMs] : Number.NaN;
  if (ms >= 5 * unitsMs.m && ms <= MAX_SPAN_MS) return ms;
  throw new InvalidArgumentError(`"${text}" is not a duration from 5m to 40d, like 30m, 24h or 2d.`);
};
