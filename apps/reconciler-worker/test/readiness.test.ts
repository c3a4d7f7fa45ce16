import { waitUntil } from '@recordings/test-kit';
import { PATIENCE_MS } from './calls.ts';
import { startSurroundings } from './environment.ts';
import { startTestWorker, stopWorkers } from './start-test-worker.ts';

const queueNames = ['reconciliation-high', 'reconciliation-normal', 'reconciliation-low', 'export-checks'];

describe('readiness', () => {
  it(
    'covers the table and the polls of every queue, and names what fails',
    async () => {
      const surroundings = await startSurroundings();
      const { monitoringUrl } = await startTestWorker(await surroundings.makeEnvironment());
      const ready = async () => {
        const response = await fetch(`${monitoringUrl}/health/ready`);
        return { status: response.status, text: await response.text() };
      };
      await waitUntil('the worker is ready', async () => (await ready()).status === 200);
      for (const name of ['callRecords', ...queueNames]) expect((await ready()).text).toContain(name);

      await surroundings.stop();
      await waitUntil('every poll has failed', async () => {
        const { status, text } = await ready();
        return status === 503 && queueNames.every((name) => text.includes(`queue test-1-${name}`));
      });
      await stopWorkers();
    },
    PATIENCE_MS,
  );
});
