import { fileURLToPath } from 'node:url';
import { parseRegistry, type Registry, timestampOf } from '@recordings/call-record';
import { type ProvisionedAws, startProvisionedAws } from '@recordings/local-aws';
import type { Execution } from '@recordings/missing-calls';
import {
  makeRegistryFile,
  runService,
  type ServiceProcess,
  type TestServer,
  writeRegistryFile,
} from '@recordings/test-kit';
import { physicalName, tables } from '@recordings/topology';
import { bundleApp } from '../../bundle/bundle-app.ts';
import { type GrowingCounts, startCountingProxy } from '../../cost/start-counting-proxy.ts';
import { readContainer } from '../container.ts';
import { readMemory } from '../read-memory.ts';
import { API_KEY, credentialsOf, nodeOptionsOfServer, stopService } from '../start-api.ts';
import { makePendingCall, makeStoredCall, putCalls, type Seed } from './seed-calls.ts';

export type CountedPooler = {
  /** Requests to AWS so far, by kind. */
  readonly counts: Readonly<GrowingCounts>;
  /** Writes calls with these numbers, `[from, to)`. */
  storeCalls(from: number, to: number): Promise<void>;
  /** Writes pending calls with these numbers, over those that exist. */
  loseCalls(from: number, to: number): Promise<void>;
  execute(): Promise<Execution>;
  rssMB(): Promise<number>;
  stop(): Promise<void>;
};

/** Starts a pooler in a process of its own, as its image starts it, on embedded AWS behind proxies that count. */
export const startCountedPooler = async (): Promise<CountedPooler> => {
  const local = await startProvisionedAws({ linesOfBusiness: ['sales'] });
  const counts: GrowingCounts = {};
  const proxies = await startProxies(local.aws.environment, counts);
  const registryFile = makeRegistryFile({
    name: 'Acme_EN',
    tenant: 'acme',
    lineOfBusiness: { default: 'sales' },
  });
  const registry = await writeRegistryFile(registryFile);
  const service = await startService({
    ...local.aws.environment,
    ...proxies.environment,
    RESOURCE_PREFIX: local.prefix,
    REGISTRY_FILE: registry.path,
    RECONCILIATION_TOPIC_ARN: local.topicArns.reconciliationEvents,
  });
  const url = await service.url;
  return {
    counts,
    ...makeSeeding(local, parseRegistry(registryFile)),
    execute: () => execute(url),
    rssMB: async () => (await readMemory(service.child.pid!)).rssMB,
    stop: async () => {
      await stopService(service);
      for (const proxy of proxies.all) await proxy.stop();
      await local.stop();
      await registry.remove();
    },
  };
};

const makeSeeding = (
  { clients, prefix }: ProvisionedAws,
  registry: Registry,
): Pick<CountedPooler, 'storeCalls' | 'loseCalls'> => {
  const seed: Seed = {
    dynamodb: clients.dynamodb,
    table: physicalName(prefix, tables.callRecords.name),
    registry,
    now: timestampOf(Date.now()),
  };
  const putNumbered = (make: typeof makeStoredCall) => (from: number, to: number) =>
    putCalls(
      seed,
      between(from, to, (number) => make(seed, number)),
    );
  return { storeCalls: putNumbered(makeStoredCall), loseCalls: putNumbered(makePendingCall) };
};

const startService = async (variables: Readonly<Record<string, string>>): Promise<ServiceProcess> => {
  const root = new URL('../../../apps/pooler/', import.meta.url);
  await bundleApp(fileURLToPath(root));
  const { nodeOptions, environment } = await readContainer('usual');
  const fixed = {
    HOST: '127.0.0.1',
    PORT: '0',
    MONITORING_PORT: '0',
    SCHEDULER_ENABLED: 'false',
    SWEEP_ENABLED: 'false',
    API_CREDENTIALS: credentialsOf(['executions:run']),
  };
  return runService(new URL('dist/main.js', root), { ...environment, ...variables, ...fixed }, [
    ...nodeOptions,
    ...nodeOptionsOfServer(),
  ]);
};

const execute = async (url: string): Promise<Execution> => {
  const answer = await fetch(`${url}/v1/executions`, { method: 'POST', headers: { 'x-api-key': API_KEY } });
  if (!answer.ok) throw new Error(`the execution answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Execution;
};

const startProxies = async (environment: Readonly<Record<string, string>>, counts: GrowingCounts) => {
  const all: TestServer[] = [];
  const urls: Record<string, string> = {};
  for (const service of ['SQS', 'SNS', 'DYNAMODB']) {
    const name = `AWS_ENDPOINT_URL_${service}`;
    const proxy = await startCountingProxy(environment[name]!, counts);
    all.push(proxy);
    urls[name] = proxy.url;
  }
  return { all, environment: urls };
};

function* between<T>(from: number, to: number, make: (number: number) => T): Generator<T> {
  for (let number = from; number < to; number += 1) yield make(number);
}
