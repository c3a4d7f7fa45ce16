import type { AddressInfo } from 'node:net';
import { sha256Of } from '@recordings/test-kit';
import { fetch } from 'undici';
import { fromBufferPromise } from 'yauzl';
import { makeCall } from './make-call.ts';
import {
  exportNoon,
  makeTestSimulator,
  noonRequest,
  OCP_API_KEY,
  type TestSimulator,
} from './make-test-simulator.ts';
import { type AudioFolder, makeAudioFolder } from './write-audio.ts';

describe('an export in the form of a zip', () => {
  let folder: AudioFolder;
  let simulator: TestSimulator;
  beforeEach(async () => {
    folder = await makeAudioFolder();
  });
  afterEach(async () => {
    await simulator.close();
    await folder.remove();
  });

  const serve = async (env: Record<string, string> = {}) => {
    const files = [await folder.writeWav('a.wav', 10_000, 1), await folder.writeWav('b.wav', 20_000, 3)];
    simulator = makeTestSimulator(
      files.map((file, at) => makeCall(at, { file })),
      { EXPORT_FORM: 'zip', DOWNLOAD_RANGES: 'true', ...env },
    );
    await simulator.app.listen({ host: '127.0.0.1', port: 0 });
    const jobId = await exportNoon(simulator);
    return { files, jobId, path: `/recordings/export/${jobId}` };
  };
  const urlOf = async (jobPath: string): Promise<string> => {
    const { port } = simulator.app.addresses()[0] as AddressInfo;
    const headers = { 'x-api-key': OCP_API_KEY };
    const status = await fetch(`http://127.0.0.1:${port}${jobPath}`, { headers });
    return ((await status.json()) as { downloadUrl: string }).downloadUrl;
  };
  const ask = (url: string, headers: Record<string, string> = {}) =>
    fetch(url, { headers: { 'x-api-key': OCP_API_KEY, ...headers } });

  it('has each recording under the file name of OCP, at the link of the status', async () => {
    const { files, path } = await serve();
    const zip = await fromBufferPromise(Buffer.from(await (await ask(await urlOf(path))).bytes()));
    const found = new Map<string, string>();
    for await (const entry of zip.eachEntry()) {
      const chunks: Buffer[] = [];
      for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
      found.set(entry.fileName, sha256Of(Buffer.concat(chunks)));
    }
    expect([...found.keys()]).toEqual(
      [0, 1].map((at) => expect.stringMatching(new RegExp(`~call-${at}\\.wav$`))),
    );
    expect([...found.values()]).toEqual(files.map(({ sha256 }) => sha256));
  });

  it('is the same file at each request, also in parts', async () => {
    const { path } = await serve();
    const url = await urlOf(path);
    const whole = Buffer.from(await (await ask(url)).bytes());
    const part = await ask(url, { range: 'bytes=-100' });
    expect(part.status).toBe(206);
    expect(Buffer.from(await part.bytes()).equals(whole.subarray(-100))).toBe(true);
  });

  it('has neither a listing nor files', async () => {
    const { path } = await serve();
    for (const rest of ['recordings', 'files/recording-0'])
      expect((await simulator.ask('GET', `${path}/${rest}`)).status).toBe(404);
  });

  it('is refused while the job runs, and once it has expired', async () => {
    const { path } = await serve();
    const { body } = await simulator.ask('POST', '/recordings/export', noonRequest);
    const { exportJobId } = body as { exportJobId: string };
    expect((await simulator.ask('GET', `/recordings/export/${exportJobId}/export.zip`)).status).toBe(409);
    simulator.clock.now += 2 * 86_400_000;
    expect((await simulator.ask('GET', `${path}/export.zip`)).status).toBe(410);
  });
});
