import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { type Counts, LOG_BYTES } from '@recordings/forecast';
import { startProvisionedAws } from '@recordings/local-aws';
import {
  makeRegistryFile,
  runService,
  type ServiceProcess,
  type TestServer,
  writeRegistryFile,
} from '@recordings/test-kit';
import { physicalName, recordingsBucket } from '@recordings/topology';
import {
  apiVariables,
  loopbackVariables,
  ocpVariables,
  poolerVariables,
  simulatorVariables,
} from './counted-variables.ts';
import { add, type GrowingCounts, startCountingProxy } from './start-counting-proxy.ts';

export type CountedSystem = {
  /** Requests of the services to AWS so far. */
  readonly counts: Counts;
  storedRecordings(): Promise<number>;
  /** Has the simulator send the events of all calls and push what it does not lose. */
  play(): Promise<void>;
  /** Runs one execution of the pooler. */
  findMissingCalls(): Promise<void>;
  stop(): Promise<void>;
};

const LINE_OF_BUSINESS = 'sales';

/**
 * Starts the services that ship, each a process of its own, on embedded AWS behind proxies that count. A simulator plans
 * `calls` calls of one group and loses the share `loss` of their pushes.
 */
export const runCountedSystem = async (calls: number, loss: number): Promise<CountedSystem> => {
  const aws = await startProvisionedAws({ linesOfBusiness: [LINE_OF_BUSINESS] });
  const counts: GrowingCounts = {};
  const proxies = await startProxies(aws.aws.environment, counts);
  const registry = await writeRegistryFile(
    makeRegistryFile({ name: 'Acme_EN', tenant: 'acme', lineOfBusiness: { default: LINE_OF_BUSINESS } }),
  );
  const loopback = loopbackVariables(registry.path);
  const common = { ...aws.aws.environment, ...proxies.environment, ...loopback, RESOURCE_PREFIX: aws.prefix };
  const storing = { ...common, RECORDING_EVENTS_TOPIC_ARN: aws.topicArns.recordingEvents };
  const services: ServiceProcess[] = [];
  const start = (app: string, variables: Variables): ServiceProcess => {
    const service = runService(mainOf(app), variables);
    if (app !== 'ocp-simulator') countLogBytes(service, counts);
    services.push(service);
    return service;
  };
  const simulator = await startAll(start, { common, storing, loopback, calls, loss });
  const bucket = physicalName(aws.prefix, recordingsBucket(LINE_OF_BUSINESS));
  const pooler = {
    ...common,
    ...poolerVariables,
    RECONCILIATION_TOPIC_ARN: aws.topicArns.reconciliationEvents,
  };
  return {
    counts,
    storedRecordings: async () =>
      (await aws.clients.s3.send(new ListObjectsV2Command({ Bucket: bucket }))).KeyCount ?? 0,
    play: () => post(`${simulator}/simulator/play`),
    findMissingCalls: () => runToEnd('pooler', pooler, counts),
    stop: async () => {
      for (const service of services.reverse()) await end(service);
      for (const proxy of proxies.all) await proxy.stop();
      await aws.stop();
      await registry.remove();
    },
  };
};

type Variables = Readonly<Record<string, string>>;

type Sets = {
  readonly common: Variables;
  readonly storing: Variables;
  readonly loopback: Variables;
  readonly calls: number;
  readonly loss: number;
};

/** Starts each service before those that call it. @returns the address of the simulator. */
const startAll = async (
  start: (app: string, variables: Variables) => ServiceProcess,
  { common, storing, loopback, calls, loss }: Sets,
): Promise<string> => {
  const ingestion = await start('ingestion-api', { ...storing, ...apiVariables }).url;
  const simulator = await start('ocp-simulator', {
    ...loopback,
    ...simulatorVariables(calls, loss, ingestion),
  }).url;
  if (loss === 0) return simulator; // Then there is nothing to recover.
  const ocp = ocpVariables(simulator);
  await start('downloader', { ...storing, ...ocp }).monitoringUrl;
  await start('reconciler-worker', { ...common, ...ocp }).monitoringUrl;
  return simulator;
};

const mainOf = (app: string): URL => new URL(`../../apps/${app}/src/main.ts`, import.meta.url);

const startProxies = async (environment: Variables, counts: GrowingCounts) => {
  const all: TestServer[] = [];
  const urls: Record<string, string> = {};
  for (const service of ['S3', 'SQS', 'SNS', 'DYNAMODB']) {
    const name = `AWS_ENDPOINT_URL_${service}`;
    const proxy = await startCountingProxy(environment[name]!, counts);
    all.push(proxy);
    urls[name] = proxy.url;
  }
  return { all, environment: urls };
};

const post = async (url: string): Promise<void> => {
  const response = await fetch(url, { method: 'POST' });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
};

const runToEnd = async (app: string, variables: Variables, counts: GrowingCounts): Promise<void> => {
  const service = runService(mainOf(app), variables);
  countLogBytes(service, counts);
  const code = await service.ended;
  if (code !== 0) throw new Error(`${app} ended with ${code}: ${service.said()}`);
};

/** A service writes its log to stdout, from where ECS sends it to CloudWatch. */
const countLogBytes = ({ child }: ServiceProcess, counts: GrowingCounts): void => {
  child.stdout?.on('data', (chunk: Buffer) => add(counts, LOG_BYTES, chunk.length));
};

const end = async ({ child, ended }: ServiceProcess): Promise<void> => {
  child.kill('SIGTERM');
  await ended;
};
