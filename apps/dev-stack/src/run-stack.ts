import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ProvisionedAws, provisionStateMachine, startProvisionedAws } from '@recordings/local-aws';
import { renderGreeting } from './greeting/render-greeting.ts';
import type { StackOptions } from './options.ts';
import { type DayPlan, dayPlanOf } from './play/day-plan.ts';
import { makeSimulatorControl } from './play/simulator-control.ts';
import { makeScreen, type Screen } from './progress/make-screen.ts';
import { runDay } from './run-day.ts';
import { chooseIngestionPort, chooseInspectorPort } from './services/choose-ports.ts';
import { healthUrlsOf } from './services/health-urls-of.ts';
import { type Environment, inheritedSettings } from './services/inherited-settings.ts';
import { makeRunFolder, type RunFolder } from './services/run-folder.ts';
import {
  makeRunKeys,
  ocpBudget,
  type Settings,
  type SettingsInput,
  serviceSettings,
} from './services/service-settings.ts';
import { type ServiceUrls, startServices } from './services/start-services.ts';
import { type ApiCredentialsFiles, writeApiCredentials } from './services/write-api-credentials.ts';
import { writeOcpCredentials } from './services/write-ocp-credentials.ts';
import { writeOpsSettings } from './services/write-ops-settings.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PREFIX = 'local';
/** 128 + SIGINT, the exit status that shells give to an interrupted command. */
const INTERRUPTED = 130;

/** Runs the stack for one day of calls. @returns the exit status: 0 only if the ledger is complete. */
export const runStack = async (options: StackOptions, environment: Environment): Promise<number> => {
  // With --json, stdout is for the program that reads it.
  const screen = makeScreen(options.json ? process.stderr : process.stdout);
  const stopping = new AbortController();
  // npm forwards Ctrl-C, so it arrives twice; the second one must not end the stack before its children.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
  // A write fails if the terminal was closed.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  try {
    return await runWithAws(options, environment, screen, stopping);
  } catch (error) {
    if (stopping.signal.aborted) {
      screen.say('Stopped before the day ended.');
      return INTERRUPTED;
    }
    screen.say(`The stack ended: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
};

const runWithAws = async (
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
    const stateMachineArn = await provisionStateMachine(aws);
    const input = { options, environment, screen, stopping, startedAt, folder, aws, stateMachineArn };
    return await runWithServices(input);
  } finally {
    await aws.stop();
  }
};

const opsSettings = (
  { folder, aws }: Pick<RunInput, 'folder' | 'aws'>,
  { simulator, pooler }: ServiceUrls,
  { operator }: SettingsInput['keys'],
): Settings => ({
  ...aws.aws.environment,
  RESOURCE_PREFIX: aws.prefix,
  REGISTRY_FILE: folder.registryFile,
  RECORDING_EVENTS_TOPIC_ARN: aws.topicArns.recordingEvents,
  RECONCILIATION_TOPIC_ARN: aws.topicArns.reconciliationEvents,
  OPS_ACTOR: findUserName(),
  ...{ OCP_BASE_URL: simulator, ...ocpBudget },
  ...{ POOLER_URL: pooler, POOLER_API_KEY: operator },
});

const credentialsSettings = (files: ApiCredentialsFiles, { OCP_CREDENTIALS }: Settings): Settings => ({
  INGESTION_API_CREDENTIALS: files['ingestion-api'],
  POOLER_CREDENTIALS: files.pooler,
  OCP_CREDENTIALS: OCP_CREDENTIALS!,
  OCP_ALLOW_HTTP: 'true',
});

/** A container may run as a user that the system has no name for. */
const findUserName = (): string => {
  try {
    return userInfo().username;
  } catch {
    return 'operator';
  }
};

const runWithServices = async (input: RunInput): Promise<number> => {
  const { options, environment, screen, stopping, startedAt, folder, aws } = input;
  const keys = makeRunKeys();
  const ingestion = await chooseIngestionPort(options.port);
  const inspectorPort = options.inspect && (await chooseInspectorPort());
  const { credentialsFile, ...authSettings } = await chooseAuth(input, keys);
  const { settings, files } = await writeApiCredentials(
    folder.path,
    serviceSettings({ ...settingsInput(input, keys, ingestion.port), ...authSettings }),
  );
  const services = await startServices({
    root: ROOT,
    logDir: folder.logDir,
    settings,
    inherited: inheritedSettings(environment),
    inspect: options.inspect && inspectorPort ? { service: options.inspect, port: inspectorPort } : undefined,
    say: screen.say,
    signal: stopping.signal,
  });
  const removeOpsSettings = await writeOpsSettings(ROOT, {
    ...opsSettings(input, services.urls, keys),
    ...credentialsSettings(files, authSettings.ocpCredentials),
    SERVICE_HEALTH_URLS: healthUrlsOf(services.all),
  });
  try {
    const day = await beginDay(services.urls.simulator, dayPlanOf(options, startedAt));
    sayPort(screen, ingestion.takenPort, services.urls);
    screen.say(
      renderGreeting({ options, services, aws, folder, credentialsFile, inspectorPort, audio: day.audio }),
    );
    return await runDay({ ...input, services, ...day, keys });
  } finally {
    await removeOpsSettings();
    await services.stop();
  }
};

const sayPort = (screen: Screen, takenPort: number | undefined, { ingestion }: ServiceUrls): void => {
  if (takenPort === undefined) return;
  const { port } = new URL(ingestion);
  screen.say(`Port ${takenPort} is taken; the ingestion API listens on port ${port} instead.`);
};

const chooseAuth = async ({ options, folder }: RunInput, keys: SettingsInput['keys']) => {
  const auth = options.auth ?? 'api-key';
  const names = [...new Set(folder.registry.groups.map(({ credentials }) => credentials))];
  const credentialsFile = await writeOcpCredentials(folder.path, names, auth, keys.ocp);
  const ocpCredentials = { OCP_CREDENTIALS: credentialsFile, OCP_CREDENTIALS_RELOAD_SECONDS: '1' };
  return { auth, credentialsFile, ocpCredentials };
};

const beginDay = async (simulatorUrl: string, plan: DayPlan) => {
  const simulator = makeSimulatorControl(simulatorUrl);
  await simulator.begin(plan);
  return { simulator, plan, audio: await simulator.audio() };
};

type RunInput = {
  readonly options: StackOptions;
  readonly environment: Environment;
  readonly screen: Screen;
  readonly stopping: AbortController;
  readonly startedAt: number;
  readonly folder: RunFolder;
  readonly aws: ProvisionedAws;
  readonly stateMachineArn: string;
};

const settingsInput = (
  { options, folder: { registry, registryFile }, aws, stateMachineArn }: RunInput,
  keys: SettingsInput['keys'],
  ingestionPort: number,
): Omit<SettingsInput, 'auth' | 'ocpCredentials'> => ({
  keys,
  ingestionPort,
  aws: aws.aws.environment,
  topicArns: aws.topicArns,
  prefix: aws.prefix,
  registryFile,
  orchestrator: options.orchestrator ?? 'sqs',
  sweeps: options.sweep === true,
  stateMachineArn,
  audioDir: options.audio === undefined ? join(ROOT, 'fixtures', 'audio', 'calls') : resolve(options.audio),
  script: options.script === undefined ? undefined : resolve(options.script),
  tenants: registry.tenants.map(({ id }) => id),
});
