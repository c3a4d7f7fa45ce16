import { Orchestrator } from '@recordings/call-record';
import { Command, Option } from 'commander';
import { duration, integer, share } from './option-values.ts';

export const serviceNames = [
  'ingestion-api',
  'pooler',
  'reconciler-worker',
  'downloader',
  'archiver',
  'ocp-simulator',
] as const;
export type ServiceName = (typeof serviceNames)[number];

/** Those of docs/simulator.md, and one of the stack itself. */
export const stackFaults = [
  'late-push',
  'duplicate-events',
  'reordered-events',
  'lost-starts',
  'lost-events',
  'push-outage',
  'late-events',
  'encoded-events',
  'wrong-clock',
  'duplicate-push',
  'bad-push',
  'form-limits',
  'http-429',
  'http-500',
  'lost-create',
  'dropped-answers',
  'gzip-answers',
  'wrong-ocp-clock',
  'refused-poll',
  'unknown-status',
  'page-markers',
  'endless-pages',
  'truncated-download',
  'text-as-200',
  'file-404',
  'wrong-bytes',
  'token-500',
  'refused-credential',
  'ended-credential',
  'slow-job',
  'failed-job',
  'busy-slot',
  'lost-job',
  'hung-job',
  'expired-job',
  'not-found',
  'late-recording',
  'errors-list',
  'poison-row',
  'poison-cdr',
  'cdrs-missing',
  'two-recordings',
  'size-differs',
  'large-ids',
  'empty-listing',
  'half-listing',
  'tamper',
] as const;

export const AUTH_KINDS = ['api-key', 'bearer', 'pat', 'oidc'] as const;
export type AuthKind = (typeof AUTH_KINDS)[number];

export type StackOptions = {
  readonly calls: number;
  /** Share of the pushes that never arrive, 0 to 1. */
  readonly loss: number;
  readonly seed: number;
  readonly spanMs: number;
  readonly audio?: string;
  readonly profile: 'spec' | 'omilia' | 'enveloped';
  /** What drives the export jobs. Not an option of `play`. */
  readonly orchestrator?: Orchestrator;
  /** Whether executions sweep, too. Not an option of `play`. */
  readonly sweep?: boolean;
  /** What the simulator demands of the workers. Not an option of `play`. */
  readonly auth?: AuthKind;
  readonly fault: readonly (typeof stackFaults)[number][];
  /** A file that says what else goes wrong. */
  readonly script?: string;
  /** Of the ingestion API. */
  readonly port?: number;
  readonly inspect?: ServiceName;
  readonly exit: boolean;
  readonly json: boolean;
};

/** Reads the command line; `--help`, a wrong option or a wrong value ends the process with a message. */
export const parseOptions = (argv: readonly string[]): StackOptions => {
  const program = new Command('npm start --').description(DESCRIPTION);
  const options = parse(program, [...dayOptions(), ...stackOptions(), ...endOptions()], argv);
  // An execution has one window and its own job. The other profiles allow one running job for each group.
  if (options.orchestrator === 'step-functions' && options.profile !== 'spec')
    program.error(
      `error: --orchestrator step-functions needs --profile spec, not ${options.profile}: each window needs its own job`,
    );
  return options;
};

/** Reads the command line of `play`: the options of the day and of the output. */
export const parsePlayOptions = (argv: readonly string[]): StackOptions => {
  const program = new Command('docker compose run --rm play').description(PLAY_DESCRIPTION);
  return parse(program, [...dayOptions(), ...endOptions()], argv);
};

const parse = (program: Command, options: readonly Option[], argv: readonly string[]): StackOptions => {
  for (const option of options) program.addOption(option);
  const { span, ...rest } = program
    .parse([...argv])
    .opts<Omit<StackOptions, 'spanMs'> & { readonly span: number }>();
  return { ...rest, spanMs: span };
};

const DESCRIPTION =
  'Runs the whole system on this machine: embedded AWS, the five services, and an OCP that makes calls.\n' +
  'OCP pushes most recordings and loses some pushes; the system recovers every lost one. Listens on loopback only.\n' +
  'LOG_LEVEL (default: info) sets the log level of the services.';

const PLAY_DESCRIPTION =
  'Plays a day of calls through the services that run in containers, prints the ledger, and ends.';

const PROFILES = ['omilia', 'spec', 'enveloped'] as const;

const dayOptions = (): Option[] => [
  new Option('--calls <n>', 'calls with a recording; 8 chats without one are added for each 100')
    .argParser(integer(1, 100_000))
    .default(200),
  new Option('--loss <share>', 'share of the pushes that never arrive, 0 to 1').argParser(share).default(0.1),
  new Option('--seed <n>', 'same seed: same calls and same losses')
    .argParser(integer(0, 2_147_483_647))
    .default(1),
  new Option('--span <duration>', 'time that the calls cover, up to the last full hour: 30m, 24h, 2d')
    .argParser(duration)
    .default(86_400_000, '24h'),
  new Option('--profile <name>', "OCP's limits of export jobs and the form of its API")
    .choices(PROFILES)
    .default('omilia'),
  new Option('--fault <kind...>', 'what goes wrong on purpose')
    .choices([...stackFaults])
    .default([], 'nothing'),
];

const stackOptions = (): Option[] => [
  new Option(
    '--sweep',
    'compare each group with what OCP lists, so that calls are found of which no event came',
  ).default(false),
  new Option('--orchestrator <name>', 'what drives the export jobs; step-functions needs --profile spec')
    .choices(Orchestrator.options)
    .default('sqs'),
  new Option('--auth <kind>', 'how the workers authenticate to OCP')
    .choices([...AUTH_KINDS])
    .default('api-key'),
  new Option('--script <file>', 'YAML file that says what goes wrong, step by step (docs/simulator.md)'),
  new Option(
    '--audio <dir>',
    'folder of WAV and MP3 files that serve as recordings (default: speech in fixtures/)',
  ),
  new Option(
    '--port <n>',
    'port of the ingestion API, 0 for any (default: 8080, or any if it is taken)',
  ).argParser(integer(0, 65_535)),
  new Option('--inspect <service>', 'start this service so that a debugger can attach to it').choices([
    ...serviceNames,
  ]),
];

const endOptions = (): Option[] => [
  new Option('--exit', 'stop after the ledger, instead of serving on').default(false),
  new Option('--json', 'print the ledger as one JSON object, as the last line on stdout').default(false),
];
