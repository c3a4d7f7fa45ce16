import { queues } from '@recordings/topology';
import { recording } from './audio.ts';
import { holdCalls, keyOf, taskOf } from './calls.ts';
import { type Environment, startSurroundings } from './environment.ts';
import { slow, whole } from './fake-ocp.ts';
import { startTestDownloader, stopDownloaders } from './start-test-downloader.ts';

let surroundings: Awaited<ReturnType<typeof startSurroundings>>;
let environment: Environment;
beforeAll(async () => {
  surroundings = await startSurroundings();
  environment = await surroundings.makeEnvironment();
});
afterEach(stopDownloaders);
afterAll(() => surroundings.stop());

it('stores an urgent recording while a backlog takes all places of the other queue', async () => {
  await holdCalls(environment, ['first', 'second', 'urgent']);
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  for (const callId of ['first', 'second']) environment.ocp.serve(`rec-${callId}`, slow(recording, opened));
  environment.ocp.serve('rec-urgent', whole(recording));
  for (const callId of ['first', 'second']) await environment.send(taskOf(callId));
  await environment.send(taskOf('urgent'), queues.downloadsHigh.name);
  const downloader = await startTestDownloader(environment, { DOWNLOAD_CONCURRENCY: '1' });

  await downloader.settled('ack', 1);
  expect(await environment.calls.get(keyOf('urgent'))).toMatchObject({ s3Stored: true });
  expect(await environment.calls.get(keyOf('first'))).toMatchObject({ s3Stored: false });
  open();
  await downloader.settled('ack', 3);
});
