import { killServices, waitUntil } from '@recordings/test-kit';
import { type Environment, startSurroundings } from './environment.ts';
import { OCP_KEY } from './fake-ocp.ts';
import { runWorker } from './start-test-worker.ts';

let surroundings: Awaited<ReturnType<typeof startSurroundings>>;
let environment: Environment;
beforeAll(async () => {
  surroundings = await startSurroundings();
  environment = await surroundings.makeEnvironment();
});
afterAll(() => surroundings.stop());
afterEach(killServices);

describe('main', () => {
  it('names every variable that is missing, and exits 1', async () => {
    const worker = runWorker({});
    expect(await worker.ended).toBe(1);
    for (const name of ['RESOURCE_PREFIX', 'OCP_BASE_URL', 'OCP_CREDENTIALS'])
      expect(worker.said()).toMatch(new RegExp(`${name}: not set`));
  });

  it('names every wrong variable with its value and what is expected, and shows no secret', async () => {
    const wrong: Record<string, [got: string, expected: string]> = {
      LOG_LEVEL: ['loud', 'one of trace, debug, info, warn, error, fatal, silent'],
      MONITORING_PORT: ['http', 'integer from 0 to 65535'],
      RESOURCE_PREFIX: ['Not A Prefix', 'text that matches ^[a-z0-9-]{3,20}$'],
      RECONCILIATION_SHARDS: ['65', 'integer from 1 to 64'],
      OCP_BASE_URL: ['ocp.example.com', 'URL'],
      OCP_TIMEOUT_MS: ['99', 'integer from 100 to 600000'],
      OCP_MAX_REQUESTS: ['0', 'integer from 1 to 1000000'],
      OCP_REQUEST_PERIOD_SECONDS: ['3601', 'integer from 1 to 3600'],
      OCP_RETRY_MS: ['1s', 'text that matches ^\\d+(,\\d+)*$'],
      OCP_BREAKER_OPEN_SECONDS: ['0', 'integer from 1 to 3600'],
      VISIBILITY_TIMEOUT_SECONDS: ['4', 'integer from 5 to 3600'],
      IDLE_PAUSE_SECONDS: ['301', 'integer from 0 to 300'],
      QUEUES: ['urgent', 'one of all, high, normal, low'],
      REQUEST_CONCURRENCY: ['0', 'integer from 1 to 50'],
      CHECK_CONCURRENCY: ['51', 'integer from 1 to 50'],
      AUDIO_FORMAT: ['ogg', 'one of wav, mp3'],
      EXPORT_GATHER_SECONDS: ['-1', 'integer from 0 to 3600'],
      POLL_DELAY_SECONDS: ['0', 'integer from 1 to 43200'],
      POLL_DELAY_GROWTH: ['0.9', 'number from 1 to 10'],
      MAX_POLL_DELAY_SECONDS: ['43201', 'integer from 1 to 43200'],
      MAX_POLLS: ['many', 'integer from 1 to 1000'],
      MAX_JOB_MINUTES: ['1.5', 'integer from 1 to 10080'],
      SLOT_BUSY_SECONDS: ['soon', 'integer from 1 to 43200'],
      OVERDUE_SECONDS: ['3601', 'integer from 1 to 3600'],
      WATCHDOG_SECONDS: ['0', 'integer from 1 to 3600'],
      LEASE_MINUTES: ['10081', 'integer from 1 to 10080'],
      DOWNLOAD_DEADLINE_MINUTES: ['0.01', 'number from 0.05 to 10080'],
      MAX_RECONCILIATION_ATTEMPTS: ['101', 'integer from 1 to 100'],
      RETRY_DELAY_SECONDS: ['86401', 'integer from 0 to 86400'],
      OUTAGE_RETRY_SECONDS: ['-5', 'integer from 0 to 86400'],
    };
    const values = Object.fromEntries(Object.entries(wrong).map(([name, [got]]) => [name, got]));
    const credentials = JSON.stringify({ 'acme-ocp': { kind: 'api-kee', apiKey: OCP_KEY } });
    const worker = runWorker({ ...environment.variables, ...values, OCP_CREDENTIALS: credentials });
    expect(await worker.ended).toBe(1);
    for (const [name, [got, expected]] of Object.entries(wrong)) {
      expect(worker.said()).toContain(`${name}: got "${got}", expected ${expected}. `);
    }
    expect(worker.said()).toMatch(/OCP_CREDENTIALS: set to a value that is not shown/);
    expect(worker.said()).not.toContain(OCP_KEY);
  });

  it.each([
    ['1,,5', /expected text that matches/],
    ['1,5,43201', /a wait is at most 43200 seconds/],
  ])('takes no %s for the waits after failed creates', async (CREATE_RETRY_SECONDS, expected) => {
    const worker = runWorker({ ...environment.variables, CREATE_RETRY_SECONDS });
    expect(await worker.ended).toBe(1);
    expect(worker.said()).toContain(`CREATE_RETRY_SECONDS: got "${CREATE_RETRY_SECONDS}"`);
    expect(worker.said()).toMatch(expected);
  });

  it('names every credential of the registry that OCP_CREDENTIALS lacks', async () => {
    const OCP_CREDENTIALS = JSON.stringify({ other: { kind: 'pat', token: OCP_KEY } });
    const worker = runWorker({ ...environment.variables, OCP_CREDENTIALS });
    expect(await worker.ended).toBe(1);
    expect(worker.said()).toMatch(/OCP_CREDENTIALS lacks.*acme-ocp.*bolt-ocp/);
    expect(worker.said()).not.toContain(OCP_KEY);
  });

  it('names a queue that does not exist', async () => {
    const worker = runWorker({ ...environment.variables, RESOURCE_PREFIX: 'nowhere' });
    expect(await worker.ended).toBe(1);
    expect(worker.said()).toContain('queue nowhere-audit: QueueDoesNotExist');
  });

  it('listens on the URL that it logs, answers health and metrics, and ends on SIGTERM', async () => {
    const worker = runWorker(environment.variables);
    const url = await worker.monitoringUrl;
    await waitUntil('it is ready', async () => (await fetch(`${url}/health/ready`)).status === 200);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    for (const name of ['messages_total', 'export_jobs_created_total', 'export_listing_oddities_total'])
      expect(metrics).toContain(`# TYPE ${name} counter`);
    worker.child.kill('SIGTERM');
    expect(await worker.ended).toBe(0);
  });

  it('refuses a plain http address of OCP, unless a variable allows it', async () => {
    const worker = runWorker({ ...environment.variables, OCP_ALLOW_HTTP: 'false' });
    expect(await worker.ended).toBe(1);
    expect(worker.said()).toMatch(
      /OCP_BASE_URL: got "http:.*must be https; plain http needs OCP_ALLOW_HTTP=true/,
    );
  });
});
