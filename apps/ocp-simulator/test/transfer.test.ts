import { sha256Of } from '@recordings/test-kit';
import { fetch } from 'undici';
import { makeCall } from './make-call.ts';
import { exportNoon, makeTestSimulator, OCP_API_KEY, type TestSimulator } from './make-test-simulator.ts';
import { type AudioFolder, makeAudioFolder } from './write-audio.ts';

describe('a download of a part of a file', () => {
  let folder: AudioFolder;
  let simulator: TestSimulator;
  beforeEach(async () => {
    folder = await makeAudioFolder();
  });
  afterEach(async () => {
    await simulator.close();
    await folder.remove();
  });

  const serve = async (env: Record<string, string>) => {
    const file = await folder.writeWav('a.wav', 10_000, 1);
    simulator = makeTestSimulator([makeCall(0, { file })], env);
    const url = await simulator.app.listen({ host: '127.0.0.1', port: 0 });
    const jobId = await exportNoon(simulator);
    const ask = async (headers: Record<string, string> = {}) => {
      const response = await fetch(`${url}/recordings/export/${jobId}/files/recording-0`, {
        headers: { 'x-api-key': OCP_API_KEY, ...headers },
      });
      return { response, range: response.headers.get('content-range') };
    };
    const whole = async () => Buffer.from(await (await ask()).response.bytes());
    return { file, ask, whole, size: file.sizeBytes };
  };

  it.each([
    ['bytes=100-', 100, undefined],
    ['bytes=100-199', 100, 200],
    ['bytes=-44', -44, undefined],
  ])('has the bytes of %s', async (range, start, end) => {
    const { ask, whole, size } = await serve({ DOWNLOAD_RANGES: 'true' });
    const expected = (await whole()).subarray(start, end);
    const { response, range: given } = await ask({ range });
    expect(response.status).toBe(206);
    expect(Buffer.from(await response.bytes()).equals(expected)).toBe(true);
    const first = start < 0 ? size + start : start;
    expect(given).toBe(`bytes ${first}-${first + expected.length - 1}/${size}`);
  });

  it('has the whole file if the condition of the range is another version', async () => {
    const { file, ask } = await serve({ DOWNLOAD_RANGES: 'true' });
    const changed = await ask({ range: 'bytes=100-', 'if-range': '"another"' });
    expect(changed.response.status).toBe(200);
    expect(sha256Of(await changed.response.bytes())).toBe(file.sha256);
    const same = await ask({ range: 'bytes=100-', 'if-range': `"${file.sha256}"` });
    expect(same.response.status).toBe(206);
  });

  it('is refused beyond the end of the file', async () => {
    const { ask, size } = await serve({ DOWNLOAD_RANGES: 'true' });
    const { response, range } = await ask({ range: `bytes=${size}-` });
    expect(response.status).toBe(416);
    expect(range).toBe(`bytes */${size}`);
  });

  it('has the whole file if ranges are off', async () => {
    const { file, ask } = await serve({});
    const { response } = await ask({ range: 'bytes=100-' });
    expect(response.status).toBe(200);
    expect(response.headers.get('accept-ranges')).toBe('none');
    expect(sha256Of(await response.bytes())).toBe(file.sha256);
  });

  it('breaks off after the bytes of DOWNLOAD_CUT_BYTES, unless fewer are left', async () => {
    const { ask, size } = await serve({ DOWNLOAD_RANGES: 'true', DOWNLOAD_CUT_BYTES: '4000' });
    for (const range of ['bytes=0-', 'bytes=4000-']) {
      const { response } = await ask({ range });
      expect(response.headers.get('content-length')).toBe(String(size - Number(/\d+/.exec(range)?.[0])));
      await expect(response.bytes()).rejects.toThrow();
    }
    const rest = await ask({ range: `bytes=${size - 4_000}-` });
    expect(await rest.response.bytes()).toHaveLength(4_000);
  });
});
