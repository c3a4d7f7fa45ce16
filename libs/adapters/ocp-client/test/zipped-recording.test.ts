import { randomBytes } from 'node:crypto';
import { OcpContractError, OcpTruncatedError } from '@recordings/reconciliation';
import { sha256Of, wavOf } from '@recordings/test-kit';
import { MAX_TAIL_BYTES } from '../src/archive/archive-tail.ts';
import { caught, type Fixture, never, readAll, startClient } from './client-fixture.ts';
import { makeZip, type ZipEntry } from './make-zip.ts';
import { type Answer, bytes } from './ocp-server.ts';

const A = wavOf(60_044);
const B = wavOf(40_044, 2);
const ZIPPED = { 'content-type': 'application/zip' };

describe('a recording that is an archive', () => {
  let ocp: Fixture;
  beforeEach(async () => {
    ocp = await startClient();
  });
  afterEach(() => ocp.server.stop());

  const download = async (answer: Answer, recordingId = 'rec-1') => {
    ocp.server.answer(answer);
    const { body, ...said } = await ocp.client.download('job-1', recordingId, never());
    const read = await readAll(body);
    return { read, said, encoded: said.readEncoded?.() };
  };
  const zipOf = (...entries: readonly ZipEntry[]): Buffer => makeZip(entries);

  it.each([
    ['deflated', { name: 'any name.wav', bytes: A }],
    ['stored', { name: 'any name.wav', bytes: A, method: 0 }],
    ['written as a stream', { name: 'any name.wav', bytes: A, isStreamed: true }],
    ['with a directory of 64 bits', { name: 'any name.wav', bytes: A, isZip64: true }],
  ])('is unpacked with one request, and tells what OCP sent: %s', async (_, entry) => {
    const zip = zipOf(entry, { name: 'readme.txt', bytes: Buffer.from('exported by OCP') });
    const { read, said, encoded } = await download(
      bytes(zip, { ...ZIPPED, 'x-checksum-sha256': sha256Of(zip) }),
    );
    expect(sha256Of(read)).toBe(sha256Of(A));
    expect(said).toMatchObject({ sizeBytes: zip.length, sha256: sha256Of(zip) });
    expect(encoded).toEqual({ sizeBytes: zip.length, sha256: sha256Of(zip) });
    expect(ocp.server.seen).toHaveLength(1);
  });

  it('is unpacked whatever media type it has', async () => {
    const { read } = await download(
      bytes(zipOf({ name: 'a.wav', bytes: A }), { 'content-type': 'audio/wav' }),
    );
    expect(sha256Of(read)).toBe(sha256Of(A));
  });

  it('is requested again if it is too large for memory', async () => {
    const large = Buffer.concat([wavOf(1_000), randomBytes(MAX_TAIL_BYTES + 200_000)]);
    const { read, encoded } = await download(bytes(zipOf({ name: 'large.wav', bytes: large })));
    expect(sha256Of(read)).toBe(sha256Of(large));
    expect(encoded).toBeDefined();
    expect(ocp.server.seen).toHaveLength(2);
    expect(ocp.taken.map(({ lane }) => lane)).toEqual(['download', 'download']);
  });

  it.each([
    ['the call', 'call-b'],
    ['the file', 'Acme_EN~42~1768471200000~call-b.wav'],
  ])('gives the one of several recordings that is named by %s', async (_, recordingId) => {
    const zip = zipOf(
      { name: 'call-a.wav', bytes: A },
      { name: 'Acme_EN~42~1768471200000~call-b.wav', bytes: B },
    );
    expect(sha256Of((await download(bytes(zip), recordingId)).read)).toBe(sha256Of(B));
  });

  it.each([
    [
      'has several recordings, and none is named by it',
      zipOf({ name: 'a.wav', bytes: A }, { name: 'b.wav', bytes: B }),
    ],
    ['has no recording', zipOf({ name: 'readme.txt', bytes: Buffer.from('none') })],
    ['is empty', zipOf()],
    ['has an archive', zipOf({ name: 'more.zip', bytes: zipOf({ name: 'a.wav', bytes: A }) })],
    ['has another archive', zipOf({ name: 'a.wav', bytes: zipOf({ name: 'a.wav', bytes: A }), crc: 7 })],
    ['is encrypted', zipOf({ name: 'a.wav', bytes: A, flags: 1 })],
    ['has a wrong checksum', zipOf({ name: 'a.wav', bytes: A, crc: 1 })],
    ['has no end', zipOf({ name: 'a.wav', bytes: A }).subarray(0, -10)],
    ['has a message', zipOf({ name: 'a.wav', bytes: Buffer.from('Service temporarily unavailable') })],
  ])('is refused if it %s', async (_, zip) => {
    const error = await caught(download(bytes(zip)));
    expect(error).toBeInstanceOf(OcpContractError);
    expect(error).toMatchObject({ fault: 'retryable' });
  });

  it('is cut off like any other', async () => {
    const zip = zipOf({ name: 'a.wav', bytes: A });
    const half: Answer = (response) => {
      response.writeHead(200, { 'content-length': zip.length });
      response.write(zip.subarray(0, zip.length / 2), () => setImmediate(() => response.destroy()));
    };
    expect(await caught(download(half))).toBeInstanceOf(OcpTruncatedError);
  });
});
