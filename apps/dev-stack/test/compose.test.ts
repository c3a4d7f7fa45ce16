import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { physicalName, reconciliationStateMachine, topics } from '@recordings/topology';
import { parse } from 'yaml';
import { serviceSettings } from '../src/services/service-settings.ts';
import { ocpCredentials } from '../src/services/write-ocp-credentials.ts';

type Service = Readonly<Record<string, unknown>> & {
  readonly environment: Readonly<Record<string, string | number>>;
};

const readServices = async (): Promise<Readonly<Record<string, Service>>> => {
  const text = await readFile('docker-compose.yml', 'utf8');
  return (parse(text, { merge: true }) as { services: Record<string, Service> }).services;
};

const services = await readServices();
const ours = Object.keys(services).filter((name) => name !== 'localstack');
const arnOf = (name: string): string => `arn:aws:sns:us-east-1:000000000000:${physicalName('local', name)}`;

const settings = serviceSettings({
  ingestionPort: 0,
  keys: {
    push: 'local-push-key',
    operator: 'local-operator-key',
    ocp: 'local-ocp-key',
    piiHash: 'local-hash-key-of-personal-fields',
  },
  aws: {},
  topicArns: {
    reconciliationEvents: arnOf(topics.reconciliationEvents.name),
    recordingEvents: arnOf(topics.recordingEvents.name),
  },
  prefix: 'local',
  registryFile: '',
  audioDir: '',
  tenants: ['northfield', 'harbour'],
  auth: 'api-key',
  orchestrator: 'sqs',
  sweeps: false,
  stateMachineArn: `arn:aws:states:us-east-1:000000000000:stateMachine:${physicalName('local', reconciliationStateMachine)}`,
  ocpCredentials: {
    OCP_CREDENTIALS: ocpCredentials(['northfield-ocp', 'harbour-ocp'], 'api-key', 'local-ocp-key'),
  },
});

/** `${NAME:-default}` as its default. */
const withDefaults = (text: string): string => text.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};

describe('docker-compose.yml', () => {
  it.each([
    'ingestion-api',
    'pooler',
    'reconciler-worker',
    'downloader',
    'archiver',
    'ocp-simulator',
  ] as const)('gives %s the settings that npm start gives it', (name) => {
    const {
      HOST: _,
      PORT: __,
      MONITORING_PORT: ___,
      REGISTRY_FILE: ____,
      AUDIO_DIR: _____,
      ...expected
    } = settings[name];
    const { environment } = services[name]!;
    for (const [variable, value] of Object.entries(expected)) {
      const actual = parsed(withDefaults(String(environment[variable])));
      expect([variable, actual]).toEqual([variable, parsed(value)]);
    }
  });

  it.each(['ingestion-api', 'pooler', 'downloader', 'archiver'])(
    'lets %s ask S3 by path at the name of LocalStack',
    (name) => {
      expect(services[name]!.environment).toMatchObject({
        AWS_ENDPOINT_URL: 'http://localstack:4566',
        S3_FORCE_PATH_STYLE: 'true',
      });
      expect(services[name]!.environment).not.toHaveProperty('AWS_ENDPOINT_URL_S3');
    },
  );

  it('gives the command line of operators what the services have, so that they obey it', () => {
    const of = (name: string) => services[name]!.environment;
    const { OCP_BASE_URL, OCP_MAX_REQUESTS } = of('reconciler-worker');
    const { RECORDING_EVENTS_TOPIC_ARN } = of('downloader');
    const { RECONCILIATION_TOPIC_ARN } = of('pooler');
    expect(of('ops')).toMatchObject({
      ...{ OCP_BASE_URL, OCP_MAX_REQUESTS },
      ...{ RECORDING_EVENTS_TOPIC_ARN, RECONCILIATION_TOPIC_ARN },
      AWS_ENDPOINT_URL: of('pooler')['AWS_ENDPOINT_URL'],
    });
    const own = ['ingestion-api', 'pooler', 'reconciler-worker', 'downloader', 'archiver'];
    const addresses = String(of('ops')['SERVICE_HEALTH_URLS']).split(/, */);
    expect(addresses).toEqual(own.map((name) => `${name}=http://${name}:9090`));
    expect(services['ops']!['profiles']).toEqual(['ops']);
  });

  it.each(ours)('runs %s read-only, without capabilities or new privileges', (name) => {
    expect(services[name]).toMatchObject({
      read_only: true,
      tmpfs: ['/tmp'],
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  });

  it('publishes ports on loopback only, and none of the workers that are scaled', () => {
    const ports = Object.values(services).flatMap((service) => (service['ports'] ?? []) as string[]);
    expect(ports.length).toBeGreaterThan(0);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
    expect(services['reconciler-worker']!['ports']).toBeUndefined();
    expect(services['downloader']!['ports']).toBeUndefined();
  });
});

describe('.env.example', () => {
  it('names every variable of docker-compose.yml with its default, and no other', async () => {
    const compose = await readFile('docker-compose.yml', 'utf8');
    const used = Object.fromEntries(
      [...compose.matchAll(/\$\{(\w+):-([^}]*)\}/g)].map(([, name, value]) => [name, value]),
    );
    const example = await readFile('.env.example', 'utf8');
    const named = Object.fromEntries(
      [...example.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
    );
    expect(named).toEqual(used);
  });

  it('has the SHA-256 of its keys', async () => {
    const example = await readFile('.env.example', 'utf8');
    const value = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(example)?.[1] ?? '';
    for (const key of ['PUSH_API_KEY', 'OPERATOR_API_KEY'])
      expect(value(`${key}_SHA256`)).toBe(createHash('sha256').update(value(key)).digest('hex'));
  });
});
