import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { DeleteBucketCommand } from '@aws-sdk/client-s3';
import { ListSubscriptionsByTopicCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { DeleteQueueCommand } from '@aws-sdk/client-sqs';
import { provision } from '@recordings/local-aws';
import { resolveQueueUrl } from '@recordings/messaging';
import { startServer, type TestServer } from '@recordings/test-kit';
import { physicalName } from '@recordings/topology';
import { runOps } from '../src/run-ops.ts';
import { type OpsEnvironment, startEnvironment } from './start-environment.ts';

const CALLER = { name: 'ocp', tenants: ['acme'], scopes: ['events:write'] };
const KEY = { id: '2026', sha256: 'a'.repeat(64) };
const OCP_KEY = { kind: 'api-key', apiKey: 'right' };
const HOUR_MS = 3_600_000;
const daysFromNow = (days: number): string => new Date(Date.now() + days * 24 * HOUR_MS).toISOString();

let environment: OpsEnvironment;
let ocp: TestServer;
let folder: string;
let settings: Record<string, string>;
beforeAll(async () => {
  ocp = await startServer(listNoJobs);
  environment = await startEnvironment({ OCP_BASE_URL: ocp.url, OCP_ALLOW_HTTP: 'true' });
  folder = await mkdtemp(join(tmpdir(), 'recordings-doctor-'));
  const keys = await write('keys.json', [{ ...CALLER, keys: [KEY] }]);
  settings = {
    ...environment.settings,
    ...{ INGESTION_API_CREDENTIALS: keys, POOLER_CREDENTIALS: keys },
    OCP_CREDENTIALS: JSON.stringify({ 'acme-ocp': OCP_KEY }),
  };
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await ocp.stop();
  await environment.stop();
});

const listNoJobs: RequestListener = ({ headers }, response) => {
  response.writeHead(headers['x-api-key'] === 'right' ? 200 : 401, { 'content-type': 'application/json' });
  response.end('{"jobs":[]}');
};

const write = async (name: string, content: unknown): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, JSON.stringify(content));
  return path;
};

type Answer = {
  readonly verdict: string;
  readonly checks: readonly {
    readonly check: string;
    readonly findings: readonly { readonly level: string; readonly what: string; readonly fix: string }[];
  }[];
};

const run = async (over: Record<string, string> = {}, now = Date.now, ...args: string[]) => {
  const said: string[] = [];
  const terminal = {
    say: (text: string) => void said.push(text),
    complain: (text: string) => void said.push(text),
  };
  const status = await runOps(['doctor', ...args], { ...settings, ...over }, terminal, { now });
  return { status, said: said.join('\n') };
};

/** Each finding in one line, and the exit status. */
const look = async (over: Record<string, string> = {}, now = Date.now): Promise<[number, ...string[]]> => {
  const { status, said } = await run(over, now, '--json');
  const { checks } = JSON.parse(said) as Answer;
  return [
    status,
    ...checks.flatMap(({ check, findings }) =>
      findings.map(({ level, what, fix }) => `${level} ${check}: ${what} -> ${fix}`),
    ),
  ];
};

const matching = (...texts: string[]): unknown =>
  expect.stringMatching(
    new RegExp(texts.map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*'), 's'),
  );

const repair = () =>
  provision(environment.clients, { prefix: environment.prefix, linesOfBusiness: ['sales', 'support'] });

describe('doctor', () => {
  it('says that all is well, with a line for each check, at most 100 columns wide', async () => {
    const { status, said } = await run();
    expect([status, said]).toEqual([0, expect.stringMatching(/All is well: 10 checks\.$/)]);
    expect(said).toMatch(/^ok +tables +6 tables with their indexes$/m);
    expect(Math.max(...said.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('finds each resource that is missing, all at once, and says how to make it', async () => {
    const {
      clients,
      prefix,
      settings: { RECORDING_EVENTS_TOPIC_ARN: TopicArn },
    } = environment;
    const named = (name: string) => physicalName(prefix, name);
    await clients.dynamodb.send(new DeleteTableCommand({ TableName: named('executions') }));
    await clients.s3.send(new DeleteBucketCommand({ Bucket: named('recordings-sales') }));
    const QueueUrl = await resolveQueueUrl(clients.sqs, named('downloads'));
    await clients.sqs.send(new DeleteQueueCommand({ QueueUrl }));
    const { Subscriptions } = await clients.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    const { SubscriptionArn } = Subscriptions![0]!;
    await clients.sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    const make = 'npm start';
    expect(await look()).toEqual([
      1,
      matching(`fault tables: table ${named('executions')} does not exist`, make),
      matching(`fault queues: queue ${named('downloads')} does not exist`, make),
      matching(
        `fault subscriptions: queue ${named('audit')} has no subscription`,
        named('recording-events'),
        make,
      ),
      matching(`fault buckets: bucket ${named('recordings-sales')}: it does not exist`, make),
    ]);
    await repair();
    expect(await look()).toEqual([0]);
  });

  it.each([
    [-3, '10800 s behind AWS'],
    [2, '7200 s ahead of AWS'],
  ])('finds that the clock is %i hours off', async (hours, what) => {
    const [status, ...findings] = await look({}, () => Date.now() + hours * HOUR_MS);
    expect([status, findings]).toEqual([1, [matching('fault clock', what, 'time service')]]);
  });

  it('finds a registry that is wrong, and still looks at everything else', async () => {
    const REGISTRY_FILE = await write('registry.json', { version: 1, tenants: 'none' });
    const [status, ...findings] = await look({ REGISTRY_FILE });
    expect([status, findings]).toEqual([
      1,
      [
        matching('unchecked buckets: without the registry', 'correct the registry first'),
        matching('fault registry', 'tenants', `registry check ${REGISTRY_FILE}`),
        matching('unchecked OCP credentials: without the registry', 'correct the registry first'),
      ],
    ]);
  });

  it.each([
    [
      'that OCP refuses',
      { ...OCP_KEY, apiKey: 'wrong' },
      1,
      ['fault', 'OCP refuses the credentials "acme-ocp"', 'OCP_CREDENTIALS'],
    ],
    [
      'near their end',
      { ...OCP_KEY, expiresAt: daysFromNow(5) },
      3,
      ['warning', 'the credentials "acme-ocp" end at', 'ocp-credentials-outdated'],
    ],
    [
      'that have ended',
      { ...OCP_KEY, expiresAt: daysFromNow(-1) },
      1,
      ['fault', 'the credentials "acme-ocp" ended at', 'ocp-credentials-outdated'],
    ],
  ])('finds credentials %s', async (_, credentials, expected, texts) => {
    const OCP_CREDENTIALS = JSON.stringify({ 'acme-ocp': credentials });
    const [status, ...findings] = await look({ OCP_CREDENTIALS });
    const [level, ...rest] = texts;
    expect([status, findings]).toEqual([expected, [matching(`${level} OCP credentials: `, ...rest)]]);
  });

  it('finds that OCP_CREDENTIALS lack a name of the registry', async () => {
    const [, ...findings] = await look({ OCP_CREDENTIALS: '{}' });
    expect(findings).toEqual([matching('lack "acme-ocp"', 'group Acme_EN', 'add "acme-ocp"')]);
  });

  it('finds that OCP cannot be reached', async () => {
    const gone = await startServer(() => undefined);
    await gone.stop();
    const [status, ...findings] = await look({ OCP_BASE_URL: gone.url });
    expect([status, findings]).toEqual([
      1,
      [
        matching('fault OCP connection: OCP cannot be reached', 'refuses connections', 'OCP_BASE_URL'),
        matching('fault OCP credentials: OCP does not answer for group Acme_EN', 'ocp-unavailable'),
      ],
    ]);
  });

  it('finds callers whose keys are all outdated, or soon will be', async () => {
    const INGESTION_API_CREDENTIALS = await write('outdated.json', [
      { ...CALLER, keys: [{ ...KEY, expires: daysFromNow(-1) }] },
    ]);
    const POOLER_CREDENTIALS = await write('soon.json', [
      { ...CALLER, keys: [{ ...KEY, expires: daysFromNow(3) }] },
    ]);
    const [status, ...findings] = await look({ INGESTION_API_CREDENTIALS, POOLER_CREDENTIALS });
    expect([status, findings]).toEqual([
      1,
      [
        matching('fault keys of ingestion-api: caller ocp has no valid key', 'keys add ingestion-api ocp'),
        matching('warning keys of pooler: the last valid key of ocp expires at', 'keys add pooler ocp'),
      ],
    ]);
  });

  it('says what it could not look at, and ends with 3', async () => {
    const [status, ...findings] = await look({ OCP_CREDENTIALS: '', INGESTION_API_CREDENTIALS: '' });
    expect([status, findings]).toEqual([
      3,
      [
        matching('unchecked keys of ingestion-api', 'set INGESTION_API_CREDENTIALS'),
        matching('unchecked OCP: ', 'set both'),
      ],
    ]);
  });

  it('says that AWS cannot be reached, for each check that needs it, and goes on with the others', async () => {
    const gone = await startServer(() => undefined);
    await gone.stop();
    const before = { ...process.env };
    process.env['AWS_MAX_ATTEMPTS'] = '1';
    for (const name of Object.keys(process.env))
      if (name.startsWith('AWS_ENDPOINT_URL')) process.env[name] = gone.url;
    try {
      const [status, ...findings] = await look();
      expect(status).toBe(1);
      expect(findings).toContainEqual(matching('fault tables: no connection', 'start the stack'));
      expect(findings).toContainEqual(matching('fault buckets: no connection', 'start the stack'));
      expect(findings.filter((one) => /registry|keys of|OCP connection/.test(String(one)))).toEqual([]);
    } finally {
      delete process.env['AWS_MAX_ATTEMPTS'];
      Object.assign(process.env, before);
    }
  });
});
