import { sha256Of } from '@recordings/test-kit';
import { fetch, type Response } from 'undici';
import { makeCall } from './make-call.ts';
import {
  exportNoon,
  makeTestSimulator,
  noonRequest,
  OCP_API_KEY,
  type TestSimulator,
} from './make-test-simulator.ts';
import { type AudioFolder, makeAudioFolder } from './write-audio.ts';

describe('a download', () => {
  let folder: AudioFolder;
  let simulator: TestSimulator;
  beforeEach(async () => {
    folder = await makeAudioFolder();
  });
  afterEach(async () => {
    await simulator.close();
    await folder.remove();
  });

  /** Serves two recordings on a port, and exports them in a finished job. */
  const serve = async () => {
    const files = [await folder.writeWav('a.wav', 10_000, 1), await folder.writeWav('b.wav', 20_000, 3)];
    simulator = makeTestSimulator(files.map((file, at) => makeCall(at, { file })));
    const url = await simulator.app.listen({ host: '127.0.0.1', port: 0 });
    const jobId = await exportNoon(simulator);
    const download = (recordingId: string): Promise<Response> =>
      fetch(`${url}/recordings/export/${jobId}/files/${recordingId}`, {
        headers: { 'x-api-key': OCP_API_KEY },
      });
    return { files, url, jobId, download };
  };

  it('answers the bytes, their length and their checksum', async () => {
    const { files, download } = await serve();
    for (const [at, { sha256, sizeBytes }] of files.entries()) {
      const response = await download(`recording-${at}`);
      expect(response.headers.get('content-length')).toBe(String(sizeBytes));
      expect(response.headers.get('content-type')).toBe('audio/wav');
      expect(response.headers.get('x-checksum-sha256')).toBe(sha256);
      expect(sha256Of(await response.bytes())).toBe(sha256);
    }
  });

  it('has the address that the list of recordings gives', async () => {
    const { files, url, jobId } = await serve();
    const headers = { 'x-api-key': OCP_API_KEY };
    const list = await fetch(`${url}/recordings/export/${jobId}/recordings`, { headers });
    const { recordings } = (await list.json()) as { recordings: { audioUrl: string }[] };
    const response = await fetch(recordings[1]!.audioUrl, { headers });
    expect(sha256Of(await response.bytes())).toBe(files[1]!.sha256);
  });

  it('answers 404 for a recording that is not in the job', async () => {
    const { download } = await serve();
    expect((await download('recording-9')).status).toBe(404);
  });

  it('answers 409 while the job runs', async () => {
    const { url } = await serve();
    const { body } = await simulator.ask('POST', '/recordings/export', noonRequest);
    const { exportJobId } = body as { exportJobId: string };
    const response = await fetch(`${url}/recordings/export/${exportJobId}/files/recording-0`, {
      headers: { 'x-api-key': OCP_API_KEY },
    });
    expect(response.status).toBe(409);
  });
});
