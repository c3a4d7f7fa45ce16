import { OcpContractError, OcpNotFoundError, OcpTruncatedError } from '@recordings/reconciliation';
import { sha256Of, waitUntil, wavOf } from '@recordings/test-kit';
import { A, B, LARGE, serveJob } from './archive-job.ts';
import { caught, type Fixture, makeClient, never, readAll, startClient } from './client-fixture.ts';
import { makeZip, type ZipEntry } from './make-zip.ts';
import { status } from './ocp-server.ts';

describe('a download from the archive of a job', () => {
  let ocp: Fixture;
  beforeEach(async () => {
    ocp = await startClient();
  });
  afterEach(() => ocp.server.stop());

  const download = async (recordingId: string, { client } = ocp): Promise<Buffer> =>
    readAll((await client.download('job-1', recordingId, never())).body);

  const zip = makeZip([
    { name: 'first.wav', bytes: LARGE, method: 0 },
    { name: 'call-a.wav', bytes: A },
    { name: 'call-b.wav', bytes: B, isStreamed: true },
    { name: 'call-c.wav', bytes: B, isZip64: true },
  ]);

  it.each([true, false])('gives the bytes of each entry (ranges: %s)', async (areRangesServed) => {
    ocp.server.answer(serveJob(zip, { areRangesServed }));
    for (const [name, expected] of [
      ['call-a', A],
      ['first', LARGE],
      ['call-b', B],
      ['call-c', B],
    ] as const) {
      const { body, sizeBytes, sha256 } = await ocp.client.download('job-1', `zip:${name}.wav`, never());
      expect(sha256Of(await readAll(body))).toBe(sha256Of(expected));
      expect({ sizeBytes, sha256 }).toEqual({ sizeBytes: expected.length, sha256: undefined });
    }
  });

  it('reads the directory once for all recordings, and each with one request of the lane of downloads', async () => {
    ocp.server.answer(serveJob(zip));
    await Promise.all(['call-a', 'call-b', 'call-c'].map((name) => download(`zip:${name}.wav`)));
    expect(ocp.taken.map(({ lane }) => lane).sort()).toEqual([
      'control',
      'control',
      'download',
      'download',
      'download',
    ]);
    const [asked] = ocp.server.seen.slice(2);
    expect(asked?.headers['if-range']).toBe('"v1"');
  });

  it('uses one connection for entries that are read one after the other', async () => {
    ocp.server.answer(serveJob(zip));
    for (const name of ['call-a', 'call-b', 'call-c', 'call-a']) await download(`zip:${name}.wav`);
    expect(new Set(ocp.server.seen.slice(2).map(({ socket }) => socket)).size).toBe(1);
  });

  it('uses the permit that was reserved', async () => {
    ocp.server.answer(serveJob(zip));
    const { body } = await ocp.client.download('job-1', 'zip:call-a.wav', never(), { departureMs: 7 });
    await readAll(body);
    expect(ocp.taken.map(({ lane }) => lane)).toEqual(['control', 'control']);
  });

  it.each([
    ['an outage', status(503)],
    ['a wrong checksum', undefined],
  ])('keeps the directory after %s', async (_, answer) => {
    const { client } = makeClient(ocp.server.baseUrl, { retryDelaysMs: [] });
    const job = serveJob(
      makeZip([
        { name: 'call-a.wav', bytes: A },
        { name: 'bad.wav', bytes: B, crc: 1 },
      ]),
    );
    ocp.server.answer(job, job, answer ?? job, job);
    expect(await caught(download('zip:bad.wav', { ...ocp, client }))).toMatchObject({ fault: 'retryable' });
    await download('zip:call-a.wav', { ...ocp, client });
    expect(ocp.server.seen).toHaveLength(4);
  });

  it('reads the directory again after the link of the archive has expired', async () => {
    const job = serveJob(zip);
    ocp.server.answer(job, job, job, status(403), job);
    await download('zip:call-a.wav');
    expect(sha256Of(await download('zip:call-a.wav'))).toBe(sha256Of(A));
    expect(ocp.server.seen).toHaveLength(7);
  });

  it('ends with the refusal if a new link is refused too', async () => {
    const job = serveJob(zip);
    ocp.server.answer(job, job, status(403), job, job, status(403));
    expect(await caught(download('zip:call-a.wav'))).toMatchObject({ code: 'OCP_CREDENTIALS' });
    expect(ocp.server.seen).toHaveLength(6);
  });

  it('gives the reserved permit back if the archive cannot be read', async () => {
    const givenBack: number[] = [];
    const { client } = makeClient(ocp.server.baseUrl, {
      gate: {
        awaitPermit: async ({ held }) => held ?? { departureMs: 1 },
        giveBack: ({ departureMs }) => givenBack.push(departureMs),
        report: () => undefined,
        reportThrottled: () => undefined,
        parallelism: (most) => most,
      },
    });
    ocp.server.answer(serveJob(zip.subarray(0, -9)));
    await caught(client.download('job-1', 'zip:call-a.wav', never(), { departureMs: 7 }));
    expect(givenBack).toEqual([7]);
  });

  it('is resumed inside an entry', async () => {
    ocp.server.answer(serveJob(zip, { cutBytes: 2_000_000 }));
    expect(sha256Of(await download('zip:first.wav'))).toBe(sha256Of(LARGE));
    expect(ocp.server.seen.length).toBeGreaterThan(4);
  });

  it('does not find a recording that the archive does not have', async () => {
    ocp.server.answer(serveJob(zip));
    expect(await caught(download('zip:call-z.wav'))).toBeInstanceOf(OcpNotFoundError);
  });

  it('reads the directory again after the archive has changed', async () => {
    let current = zip;
    let etag = '"v1"';
    ocp.server.answer((response, request) => serveJob(current, { etag })(response, request));
    await download('zip:call-a.wav');
    current = makeZip([
      { name: 'other.wav', bytes: B },
      { name: 'call-a.wav', bytes: A },
    ]);
    etag = '"v2"';
    expect(sha256Of(await download('zip:call-a.wav'))).toBe(sha256Of(A));
    expect(ocp.server.seen).toHaveLength(7);
  });

  it.each<[string, Partial<ZipEntry>]>([
    ['has a wrong checksum', { crc: 1 }],
    ['has more bytes than it says', { sizeBytes: 100 }],
    ['has fewer bytes than it says', { sizeBytes: A.length + 1 }],
    ['ends before its data end', { storedBytes: 100 }],
    ['has another name before its data', { localName: 'call-x.wav' }],
    ['is a message', { bytes: Buffer.from('Service temporarily unavailable') }],
  ])('refuses an entry that %s', async (_, wrong) => {
    ocp.server.answer(serveJob(makeZip([{ name: 'call-a.wav', bytes: A, ...wrong }])));
    const error = await caught(download('zip:call-a.wav'));
    expect(error).toBeInstanceOf(OcpContractError);
    expect(error).toMatchObject({ fault: 'retryable' });
  });

  it('gives a bomb in parts, and no more than its reader takes', async () => {
    const bomb = Buffer.concat([wavOf(1_000), Buffer.alloc(300_000_000)]);
    ocp.server.answer(serveJob(makeZip([{ name: 'bomb.wav', bytes: bomb }])));
    const { body } = await ocp.client.download('job-1', 'zip:bomb.wav', never());
    for await (const chunk of body) {
      expect(chunk.length).toBeLessThan(1_000_000);
      break;
    }
  });

  it('throws that it was cut off if nothing proves that the archive is the same', async () => {
    ocp.server.answer(serveJob(zip, { cutBytes: 2_000_000, etag: 'W/"weak"' }));
    const { client } = makeClient(ocp.server.baseUrl, { retryDelaysMs: [] });
    expect(await caught(download('zip:first.wav', { ...ocp, client }))).toBeInstanceOf(OcpTruncatedError);
  });

  it('reads the directory for itself if the task that read it was aborted', async () => {
    const abort = new AbortController();
    let asked = 0;
    ocp.server.answer((response, request) => {
      asked += 1;
      if (asked > 1) serveJob(zip)(response, request); // The first is not answered.
    });
    const first = caught(ocp.client.download('job-1', 'zip:call-a.wav', abort.signal));
    await waitUntil('it is asked', () => asked === 1);
    const second = download('zip:call-a.wav');
    abort.abort(new Error('shutting down'));
    expect((await first).message).toBe('shutting down');
    expect(sha256Of(await second)).toBe(sha256Of(A));
    expect(ocp.server.seen[0]?.path).toBe('/recordings/export/job-1');
  });
});
