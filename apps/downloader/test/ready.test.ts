import { killServices, type ServiceProcess, type TestServer, waitUntil } from '@recordings/test-kit';
import { type Environment, startSurroundings } from './environment.ts';
import { runDownloader } from './run-downloader.ts';
import { startGate, type Verdict } from './start-gate.ts';

/** A process starts, and the machine may do other things. */
const PATIENCE_S = 100;
const PATIENCE_MS = 250_000;

let surroundings: Awaited<ReturnType<typeof startSurroundings>>;
let environment: Environment;
let gate: TestServer | undefined;
beforeAll(async () => {
  surroundings = await startSurroundings();
  environment = await surroundings.makeEnvironment();
});
afterEach(async () => {
  killServices();
  await gate?.stop();
});
afterAll(() => surroundings.stop());

const readiness = async ({ monitoringUrl }: ServiceProcess) => {
  const answer = await fetch(`${await monitoringUrl}/health/ready`);
  return { code: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

describe('readiness', () => {
  it(
    'names the queue that cannot be polled and the last error, until a poll succeeds again',
    async () => {
      let verdict: Verdict = 'refuse';
      const variable = 'AWS_ENDPOINT_URL_SQS';
      gate = await startGate(environment.variables[variable]!, ({ action }) =>
        action === 'AmazonSQS.ReceiveMessage' ? verdict : 'pass',
      );
      const downloader = runDownloader({ ...environment.variables, [variable]: gate.url });
      let ready = await readiness(downloader);
      const becomes = (code: number): Promise<void> =>
        waitUntil(
          `readiness is ${code}`,
          async () => {
            ready = await readiness(downloader);
            return ready.code === code;
          },
          PATIENCE_S,
        );

      await becomes(503);
      await waitUntil('both queues have failed', async () => {
        ready = await readiness(downloader);
        return Object.keys(ready.body['errors'] as object).length === 2;
      });
      expect(ready.body).toEqual({
        status: 'not_ready',
        checks: { buckets: true, callRecords: true, 'downloads-high': false, downloads: false },
        errors: {
          'downloads-high': expect.stringMatching(
            /^queue test-1-downloads-high: .*(ECONNRESET|hang up)/,
          ) as string,
          downloads: expect.stringMatching(/^queue test-1-downloads: .*(ECONNRESET|hang up)/) as string,
        },
      });
      const secrets = Object.entries(environment.variables).filter(([name]) => /KEY|SECRET|TOKEN/.test(name));
      for (const [, secret] of secrets) expect(JSON.stringify(ready.body)).not.toContain(secret);

      verdict = 'pass';
      await environment.send('no JSON'); // A poll that waits for a message has an answer at once.
      await becomes(200);
      expect(ready.body).toEqual({
        status: 'ready',
        checks: { buckets: true, callRecords: true, 'downloads-high': true, downloads: true },
      });
    },
    PATIENCE_MS,
  );
});
