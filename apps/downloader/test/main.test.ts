import { killServices } from '@recordings/test-kit';
import { type Environment, OCP_KEY, startSurroundings } from './environment.ts';
import { runDownloader } from './run-downloader.ts';

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
    const downloader = runDownloader({});
    expect(await downloader.ended).toBe(1);
    for (const name of ['RESOURCE_PREFIX', 'OCP_BASE_URL', 'OCP_CREDENTIALS', 'RECORDING_EVENTS_TOPIC_ARN']) {
      expect(downloader.said()).toMatch(new RegExp(`${name}: not set`));
    }
  });

  it('names every variable that is wrong, what it is and what is expected, and shows no secret', async () => {
    const wrong = {
      RECORDING_EVENTS_TOPIC_ARN: 'recording-events',
      VISIBILITY_TIMEOUT_SECONDS: '4',
      RECONCILIATION_SHARDS: 'eight',
      DOWNLOAD_CONCURRENCY: '0',
      IDLE_PAUSE_SECONDS: '-1',
      DOWNLOAD_RETRY_SECONDS: '1,5,901',
      MAX_RECORDING_BYTES: '1GB',
      MAX_HELD_BYTES: '1',
      OCP_BASE_URL: 'ocp.example.com',
      OCP_TIMEOUT_MS: '99',
      LOG_LEVEL: 'loud',
    };
    const credentials = JSON.stringify({ 'acme-ocp': { kind: 'api-kee', apiKey: OCP_KEY } });
    const downloader = runDownloader({ ...environment.variables, ...wrong, OCP_CREDENTIALS: credentials });
    expect(await downloader.ended).toBe(1);
    for (const [name, value] of Object.entries(wrong)) {
      expect(downloader.said()).toContain(`${name}: got "${value}"`);
    }
    expect(downloader.said()).toMatch(/DOWNLOAD_RETRY_SECONDS.*at most 900 seconds/);
    expect(downloader.said()).toMatch(/OCP_CREDENTIALS: set to a value that is not shown/);
    expect(downloader.said()).not.toContain(OCP_KEY);
  });

  it('names every credential that the registry has and OCP_CREDENTIALS lacks', async () => {
    const downloader = runDownloader({
      ...environment.variables,
      OCP_CREDENTIALS: JSON.stringify({ other: { kind: 'pat', token: OCP_KEY } }),
    });
    expect(await downloader.ended).toBe(1);
    expect(downloader.said()).toMatch(/OCP_CREDENTIALS lacks.*acme-ocp.*bolt-ocp/);
    expect(downloader.said()).not.toContain(OCP_KEY);
  });

  it('refuses a plain http address of OCP, unless a variable allows it', async () => {
    const downloader = runDownloader({ ...environment.variables, OCP_ALLOW_HTTP: 'false' });
    expect(await downloader.ended).toBe(1);
    expect(downloader.said()).toMatch(
      /OCP_BASE_URL: got "http:.*must be https; plain http needs OCP_ALLOW_HTTP=true/,
    );
  });

  it('names the queue that is not there', async () => {
    const downloader = runDownloader({ ...environment.variables, RESOURCE_PREFIX: 'nowhere' });
    expect(await downloader.ended).toBe(1);
    expect(downloader.said()).toContain('queue nowhere-audit: QueueDoesNotExist');
  });
});
