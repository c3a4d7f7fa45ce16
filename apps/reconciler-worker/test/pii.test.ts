import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { readStored, waitUntil, writeRegistryFile } from '@recordings/test-kit';
import { callOf, closed, GROUP, listedOf, missWindow, PATIENCE_MS, storeTask, tasksFor } from './calls.ts';
import { type Environment, startSurroundings } from './environment.ts';
import { type Answer, json } from './fake-ocp.ts';
import { startTestWorker, stopWorkers, type TestWorker } from './start-test-worker.ts';
import { registryFile } from './test-registry.ts';

/** A number, a card and a token, which OCP may put everywhere. */
const PHONE = '+15550100123';
const CARD = '4111111111111111';
const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqbyJ9.c2lnbmF0dXJl';
const canaries = [PHONE, encodeURIComponent(PHONE), CARD, TOKEN];
const everything = `${PHONE} ${CARD} ${TOKEN}`;

const metadata = {
  agentId: everything,
  queueName: everything,
  format: everything,
  ani: PHONE,
  [PHONE]: TOKEN,
};
const row = (callId: string) => ({
  ...listedOf(callId),
  metadata,
  ani: PHONE,
  note: everything,
  conversationId: everything,
  audioUrl: `https://ocp.example/a?token=${TOKEN}&ani=${PHONE}`,
  fileName: `Acme_EN~${PHONE}~1768473000~${callId}.wav`,
});
const listing = {
  recordings: [row('a'), row('unknown'), { ...row('b'), callId: { ani: PHONE }, fileName: everything }],
  notFound: [{ callId: 'c', message: everything, ani: PHONE }],
  errors: [{ callId: 'd', message: everything }, { message: everything }, { error: { ani: PHONE } }],
  nextPage: null,
};
const refused = { message: everything, errorMessage: everything, code: everything, login: `?token=${TOKEN}` };

let surroundings: Awaited<ReturnType<typeof startSurroundings>>;
let registry: Awaited<ReturnType<typeof writeRegistryFile>>;
let environment: Environment;
let worker: TestWorker;
let stored: string[];

beforeAll(async () => {
  surroundings = await startSurroundings();
  environment = await surroundings.makeEnvironment();
  const groups = registryFile.groups.map((group) => ({ ...group, pii: { agentId: 'hash' } }));
  registry = await writeRegistryFile({ ...registryFile, groups });
  const { ocp } = environment;
  ocp.instead('createJob', json(429, refused, { 'retry-after': '1' }));
  ocp.instead('jobStatus', json(500, refused), json(200, { status: everything, errorMessage: everything }));
  ocp.afterwards('jobStatus', json(200, { status: 'COMPLETED', errorMessage: everything, metadata }));
  ocp.instead('jobRecordings', json(500, refused));
  ocp.afterwards('jobRecordings', json(200, listing));
  ocp.list([row('a')]);
  await environment.publish(await missWindow(environment, ['a', 'c', 'd']));
  worker = await startTestWorker(environment, {
    LOG_LEVEL: 'trace',
    PII_HASH_KEY: 'k'.repeat(32),
    REGISTRY_FILE: registry.path,
    OVERDUE_SECONDS: '1',
  });
  await tasksFor(environment, 1);
  await waitUntil('the job is delivered', () => worker.logged('export_delivered').length > 0);
  stored = await readStored(environment.clients);
}, PATIENCE_MS);
afterAll(async () => {
  await stopWorkers();
  await surroundings.stop();
  await registry.remove();
});

const foundIn = (texts: readonly string[]): string[] =>
  texts
    .filter((text) => canaries.some((canary) => text.includes(canary)))
    .map((text) => text.slice(0, 2_000));

describe('numbers, cards and tokens that OCP puts everywhere', () => {
  it('are in no item and no message', () => {
    expect(stored.length).toBeGreaterThan(5);
    expect(foundIn(stored)).toEqual([]);
  });

  it('are in no log line', () => {
    expect(worker.lines.length).toBeGreaterThan(5);
    expect(foundIn(worker.lines)).toEqual([]);
  });

  it('are in no metric', async () => {
    const text = await (await fetch(`${worker.monitoringUrl}/metrics`)).text();
    expect(foundIn(text.split('\n'))).toEqual([]);
  });
});

describe('an execution of Step Functions', () => {
  const times = (count: number, answer: Answer): Answer[] => Array<Answer>(count).fill(answer);

  const drive = async (ocp: (own: Environment['ocp']) => void, play: (own: Environment) => Promise<void>) => {
    const own = await surroundings.makeEnvironment({ driven: true });
    ocp(own.ocp);
    const driven = await startTestWorker(own, {
      ...{ LOG_LEVEL: 'trace', REGISTRY_FILE: surroundings.drivenRegistry, OVERDUE_SECONDS: '10' },
    });
    await own.publish(await missWindow(own, ['a', 'b'], GROUP));
    await play(own);
    const { sfExecutionId } = await closed(own);
    expect(foundIn(driven.lines)).toEqual([]);
    await driven.stop();
    return own.clients.sfn.send(new DescribeExecutionCommand({ executionArn: sfExecutionId }));
  };

  it(
    'has none of them in its history: its data keep each answer and the last error',
    async () => {
      const { status, input, output } = await drive(
        (ocp) => {
          // Each of the four polls that the state machine asks for is repeated once by the client.
          ocp.instead('jobStatus', ...times(8, json(500, refused)));
          ocp.afterwards('jobStatus', json(200, { status: 'COMPLETED', errorMessage: everything, metadata }));
          ocp.afterwards('jobRecordings', json(200, { recordings: [row('a')], nextPage: null }));
        },
        async (own) => {
          for (const task of await tasksFor(own, 1)) await storeTask(own, task);
        },
      );
      expect(status).toBe('SUCCEEDED');
      expect(JSON.parse(output!)).toMatchObject({
        error: { Error: 'OCPAPIUnavailableError' },
        parallelResults: [{ metadata: { queueName: '[phone] [card] [token]' } }, { status: 'SUCCESS' }],
      });
      expect(foundIn([input!, output!])).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'has none of them in its end, nor in its reports',
    async () => {
      const { status } = await drive(
        (ocp) => ocp.instead('createJob', json(400, refused)),
        () => Promise.resolve(),
      );
      expect(status).toBe('FAILED');
      const after = await readStored(environment.clients);
      expect(after.some((text) => text.includes('FAILED_OCP_API_ERROR'))).toBe(true);
      expect(foundIn(after)).toEqual([]);
    },
    PATIENCE_MS,
  );
});

it('hashes the agent by the policy of the group', async () => {
  const { ocpMetadata } = await callOf(environment, 'a');
  expect(ocpMetadata).toMatchObject({
    agentId: expect.stringMatching(/^hmac-sha256:[\w-]{43}$/),
    queueName: '[phone] [card] [token]',
  });
});
