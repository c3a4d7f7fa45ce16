import { readStored } from '@recordings/test-kit';
import { another, damaged, recording } from './audio.ts';
import { holdCalls, PHONE, pushRecording, taskOf } from './calls.ts';
import { type Environment, OCP_KEY, startSurroundings } from './environment.ts';
import { cutOff, status, whole } from './fake-ocp.ts';
import { startTestDownloader, stopDownloaders } from './start-test-downloader.ts';

let surroundings: Awaited<ReturnType<typeof startSurroundings>>;
let environment: Environment;
beforeAll(async () => {
  surroundings = await startSurroundings();
  environment = await surroundings.makeEnvironment();
});
afterAll(() => surroundings.stop());
afterEach(stopDownloaders);

/** What OCP may put everywhere. Customer ids are kept: the registry has no policy. */
const canaries = [
  ...['+15550100123', '%2B15550100123', '4111111111111111'],
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqbyJ9.c2lnbmF0dXJl',
];

describe('the log at level trace', () => {
  it('contains no audio, no key and no phone number after any result of a download', async () => {
    const refused = {
      message: `key ${OCP_KEY} refused, see https://ocp/login?token=${OCP_KEY}&ani=${PHONE} ${canaries.join(' ')}`,
    };
    const answers = {
      good: [whole(recording)],
      damaged: [whole(damaged)],
      conflict: [whole(another)],
      'cut-off': [cutOff(recording, 9_000), whole(recording)],
      refused: [status(401, refused), whole(recording)],
      missing: [status(404, refused)],
      rejected: [status(400, refused)],
      down: [status(503, refused), status(503, refused), whole(recording)],
      strange: [status(302, refused, { location: `https://elsewhere/?token=${OCP_KEY}` }), whole(recording)],
    };
    const ids = Object.keys(answers);
    await holdCalls(environment, ids);
    for (const [id, given] of Object.entries(answers)) environment.ocp.serve(`rec-${id}`, ...given);
    await pushRecording(environment, 'conflict', recording);
    const downloader = await startTestDownloader(environment);
    for (const id of ids) await environment.send(taskOf(id));
    await environment.send('no JSON');
    // Four were put off once.
    await downloader.settled('ack', ids.length + 4);
    await downloader.settled('dead-letter', 1);

    const said = downloader.lines.join('\n');
    for (const event of ['recording_downloaded', 'download_put_off', 'download_failed'])
      expect(said).toContain(event);
    for (const secret of [OCP_KEY, PHONE, encodeURIComponent(PHONE), ...canaries]) {
      expect(said).not.toContain(secret);
    }
    const stored = (await readStored(environment.clients)).join('\n');
    expect(stored).toMatch(/HTTP 40[04]/);
    for (const secret of [OCP_KEY, ...canaries]) expect(stored).not.toContain(secret);
    const samples = recording.subarray(200, 260);
    for (const encoding of ['base64', 'hex', 'latin1'] as const) {
      expect(said).not.toContain(samples.toString(encoding).slice(4, 40));
    }
    expect(said).not.toMatch(/"data":\[\d+,\d+/);
    expect(said).not.toContain('RIFF');
  });
});
