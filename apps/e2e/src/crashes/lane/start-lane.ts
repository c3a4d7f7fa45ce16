import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { type ProvisionedAws, provision } from '@recordings/local-aws';
import { runService, type ServiceProcess, startGate, type TestServer } from '@recordings/test-kit';
import { type CrashPoint, SERVICES, type Service } from '../points/crash-point.ts';
import { makeWatch, type Watch } from '../points/make-watch.ts';
import { nameRequest, type Upstream } from '../points/name-request.ts';
import { type StoryOcp, startStoryOcp } from '../story/start-story-ocp.ts';
import { laneSettings, OCP_KEY, type Settings } from './lane-settings.ts';

/** Tables, queues, topics and buckets of their own, an OCP, and all services but the one that is killed. */
export type Lane = {
  readonly service: Service;
  readonly prefix: string;
  readonly ocp: StoryOcp;
  /** Where OCP is, for the services. */
  readonly ocpUrl: string;
  readonly watch: Watch;
  /** Starts a process of the service that is killed. Its requests pass the gates. */
  startProcess(): ServiceProcess;
  ingestionUrl(): Promise<string>;
  /** @throws {Error} if one of the other services has ended. */
  expectOthersAlive(): void;
  stop(): Promise<void>;
};

export type LaneInput = {
  readonly local: ProvisionedAws;
  /** From 3 to 20 lower-case letters, digits and dashes. No other lane has it. */
  readonly prefix: string;
  readonly service: CrashPoint['service'];
  readonly linesOfBusiness: readonly string[];
  readonly registryFile: string;
  readonly logDir: string;
};

export const startLane = async (input: LaneInput): Promise<Lane> => {
  const { local, prefix, service, linesOfBusiness } = input;
  const { topicArns } = await provision(local.clients, { prefix, linesOfBusiness });
  const ocp = await startStoryOcp(OCP_KEY);
  const watch = makeWatch();
  const gates = await startGates({ ...local.aws.environment, OCP: ocp.url }, watch, input);
  const ocpUrl = gates.ocp.url;
  const { environment: aws } = local.aws;
  const settings = laneSettings({ ...input, aws, topicArns, ocpUrl });
  const run = (name: Service, added: Settings = {}): ServiceProcess =>
    runLogged(name, { ...settings[name], ...added }, join(input.logDir, `${prefix}-${name}.log`));
  const others = SERVICES.filter((name) => name !== service).map((name) => ({ name, process: run(name) }));
  await Promise.all(others.map(({ process }) => process.monitoringUrl));
  let mortal: ServiceProcess | undefined;
  const startProcess = (): ServiceProcess => (mortal = run(service, gatesOf(gates)));
  const receiver = others.find(({ name }) => name === 'ingestion-api');
  return {
    service,
    prefix,
    ocp,
    ocpUrl,
    watch,
    startProcess,
    ingestionUrl: async () => (receiver?.process ?? mortal!).url,
    expectOthersAlive: () => {
      const ended = others.find(
        ({ process: { child } }) => child.exitCode !== null || child.signalCode !== null,
      );
      if (ended) throw new Error(`${ended.name} ended by itself: ${ended.process.said()}`);
    },
    stop: async () => {
      for (const process of [mortal, ...others.map((other) => other.process)]) process?.child.kill('SIGKILL');
      await Promise.all(Object.values<TestServer>({ ...gates, ocp }).map((server) => server.stop()));
    },
  };
};

type Gates = Readonly<Record<Upstream, TestServer>>;

const startGates = async (
  targets: Settings,
  watch: Watch,
  { service, prefix }: Pick<LaneInput, 'service' | 'prefix'>,
): Promise<Gates> => {
  const gateOf = (upstream: Upstream, target: string): Promise<TestServer> =>
    startGate(target, (request) => {
      const kind = nameRequest(upstream, request, prefix);
      return upstream === 'ocp' && askerOf(kind) !== service ? () => true : watch.see(kind);
    });
  return {
    dynamodb: await gateOf('dynamodb', targets['AWS_ENDPOINT_URL_DYNAMODB']!),
    sqs: await gateOf('sqs', targets['AWS_ENDPOINT_URL_SQS']!),
    sns: await gateOf('sns', targets['AWS_ENDPOINT_URL_SNS']!),
    s3: await gateOf('s3', targets['AWS_ENDPOINT_URL_S3']!),
    ocp: await gateOf('ocp', targets['OCP']!),
  };
};

const askerOf = (kind: string): Service => (kind === 'ocp download' ? 'downloader' : 'reconciler-worker');

/** All services reach OCP by its gate, because its host names the slots and the budget. */
const gatesOf = ({ dynamodb, sqs, sns, s3 }: Gates): Settings => ({
  AWS_ENDPOINT_URL_DYNAMODB: dynamodb.url,
  AWS_ENDPOINT_URL_SQS: sqs.url,
  AWS_ENDPOINT_URL_SNS: sns.url,
  AWS_ENDPOINT_URL_S3: s3.url,
});

const runLogged = (name: Service, settings: Settings, logFile: string): ServiceProcess => {
  const service = runService(new URL(`../../../../${name}/src/main.ts`, import.meta.url), settings);
  const log = createWriteStream(logFile, { flags: 'a' });
  service.child.stdout?.pipe(log, { end: false });
  void service.ended.then(() => log.end());
  return service;
};
