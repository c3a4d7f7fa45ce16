import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ProvisionedAws, startProvisionedAws } from '@recordings/local-aws';
import { type StackOptions, stackFaults } from './options.ts';
import { makeScreen, type Screen } from './progress/make-screen.ts';
import { portOrAny } from './services/port-or-any.ts';
import { makeRunFolder } from './services/run-folder.ts';
import { makeRunKeys, type RunKeys, serviceSettings } from './services/service-settings.ts';
import { startServices } from './services/start-services.ts';
import { runDay } from './run-day.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PREFIX = 'local';
const HOUR_MS = 3_600_000;
const DEFAULT_PORT = 8080;
/** Interrupted by a signal: 128 + SIGINT, as shells say. */
const INTERRUPTED = 130;

type Environment = Readonly<Record<string, string | undefined>>;

/** Runs the stack for one day of calls. @returns the exit status: 0 only if the ledger is complete. */
export const runStack = async (options: StackOptions, environment: Environment): Promise<number> => {
  // With --json, stdout is for the program that reads it.
  const screen = makeScreen(options.json ? process.stderr : process.stdout);
  const stopping = new AbortController();
  // On every one of them: npm passes Ctrl-C on, so it comes twice, and the second must not end us before the children.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
  // The terminal may be gone by then.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  try {
    return await runWith(options, environment, screen, stopping);
  } catch (error) {
    if (stopping.signal.aborted) {
      screen.say('Stopped before the day was over.');
      return INTERRUPTED;
    }
    screen.say(`The stack ended: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
};

const runWith = async (
  options: StackOptions,
  environment: Environment,
  screen: Screen,
  stopping: AbortController,
): Promise<number> => {
  const startedAt = Date.now();
  const runName = `run-${new Date(startedAt).toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}-${process.pid}`;
  const folder = await makeRunFolder(ROOT, runName, options.profile);
  const aws = await startProvisionedAws({
    prefix: PREFIX,
    linesOfBusiness: folder.registry.linesOfBusiness,
  });
  try {
    const keys = makeRunKeys();
    // A port that was asked for is that one or an error; the default gives way.
    const ingestionPort = options.port ?? (await portOrAny(DEFAULT_PORT));
    const services = await startServices({
      root: ROOT,
      logDir: folder.logDir,
      settings: serviceSettings({
        ...settingsOf(options, aws, keys),
        ingestionPort,
        ...registryParts(folder),
      }),
      inherited: inheritedFrom(environment),
      onRestart: (name, why) => screen.say(` ! ${name} died (${why}); starting it again`),
      signal: stopping.signal,
    });
    const { urls } = services;
    const pids = services.all.map(({ name, pid }) => `${name} ${pid()}`);
    screen.say(greeting(options, urls.ingestion, folder.logDir, pids));
    try {
      return await runDay({ options, aws, prefix: PREFIX, urls, keys, folder, screen, stopping, startedAt });
    } finally {
      await services.stop();
    }
  } finally {
    await aws.stop();
  }
};

const settingsOf = (options: StackOptions, aws: ProvisionedAws, keys: RunKeys) => ({
  options,
  keys,
  aws: aws.aws.environment,
  topicArns: aws.topicArns,
  prefix: PREFIX,
  audioDir: options.audio === undefined ? join(ROOT, 'fixtures', 'audio', 'calls') : resolve(options.audio),
  // Fixed here, so that a simulator that is started again plays the same day.
  spanEnd: new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS).toISOString(),
});

const registryParts = ({ registry, registryFile }: Awaited<ReturnType<typeof makeRunFolder>>) => ({
  registryFile,
  tenants: registry.tenants.map(({ id }) => id),
  credentialNames: [...new Set(registry.groups.map(({ credentials }) => credentials))],
});

/** Only what a process needs to run: no AWS profile of the user's may reach a service. */
const inheritedFrom = (environment: Environment): Record<string, string> =>
  Object.fromEntries(
    ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'SystemRoot']
      .map((name) => [name, environment[name]] as const)
      .filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

const greeting = (
  options: StackOptions,
  ingestionUrl: string,
  logDir: string,
  pids: readonly string[],
): string => {
  const faults =
    options.fault.length === 0
      ? 'none'
      : stackFaults.filter((kind) => options.fault.includes(kind)).join(', ');
  return [
    `Ingestion API on ${ingestionUrl}; processes: ${pids.join(', ')}`,
    `Profile ${options.profile}, seed ${options.seed}, ${Math.round(options.loss * 100)} % of the pushes lost, faults: ${faults}`,
    `Logs in ${logDir}`,
    '',
  ].join('\n');
};
