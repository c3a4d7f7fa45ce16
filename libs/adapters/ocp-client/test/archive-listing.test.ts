import { type ListingEntry, OcpContractError, OcpNotFoundError } from '@recordings/reconciliation';
import { sha256Of } from '@recordings/test-kit';
import { MAX_TAIL_BYTES } from '../src/archive/archive-tail.ts';
import { MAX_ENTRIES } from '../src/archive/read-directory.ts';
import { A, B, LARGE, sendZip, serveJob } from './archive-job.ts';
import { caught, type Fixture, never, readAll, startClient } from './client-fixture.ts';
import { makeZip, type ZipEntry } from './make-zip.ts';
import { json } from './ocp-server.ts';

const damaged = (zip: Buffer): Buffer => zip.fill(1, zip.length - 73, zip.length - 60);

describe('the listing of a job whose result is an archive', () => {
  let ocp: Fixture;
  beforeEach(async () => {
    ocp = await startClient();
  });
  afterEach(() => ocp.server.stop());

  const list = async (): Promise<ListingEntry[]> => {
    const entries = [];
    for await (const entry of ocp.client.jobRecordings('job-1', never()))
      if (entry.kind !== 'reading') entries.push(entry);
    return entries;
  };
  const download = async (recordingId: string, { client } = ocp): Promise<Buffer> =>
    readAll((await client.download('job-1', recordingId, never())).body);

  it('names each call by the file name of OCP or by its id', async () => {
    ocp.server.answer(
      serveJob(
        makeZip([
          { name: 'Acme_EN~42~1768471200000~call-a.wav', bytes: A },
          { name: 'job-1/call-b.MP3', bytes: B, method: 0 },
          { name: 'call.c', bytes: B, isStreamed: true },
          { name: 'job-1/', bytes: Buffer.alloc(0), method: 0 },
          { name: 'job-1/manifest.json', bytes: Buffer.from('{}') },
          { name: '__MACOSX/._call-b.wav', bytes: Buffer.from('x') },
        ]),
      ),
    );
    const row = (callId: string, fileName: string, sizeBytes: number) => ({
      kind: 'recording',
      recording: { callId, recordingId: `zip:${fileName}`, fileName, sizeBytes },
    });
    expect(await list()).toEqual([
      row('call-a', 'Acme_EN~42~1768471200000~call-a.wav', A.length),
      row('call-b', 'call-b.MP3', B.length),
      row('call.c', 'call.c', B.length),
    ]);
  });

  it('costs three requests of the lane of control, and reads only the end of a large archive', async () => {
    ocp.server.answer(serveJob(makeZip([{ name: 'large.wav', bytes: LARGE, method: 0 }])));
    expect(await list()).toMatchObject([{ recording: { callId: 'large', sizeBytes: LARGE.length } }]);
    expect(ocp.taken.map(({ lane }) => lane)).toEqual(['control', 'control', 'control']);
    expect(ocp.server.seen.at(-1)?.headers.range).toBe(`bytes=-${MAX_TAIL_BYTES}`);
  });

  it('is read through if the server serves no ranges, with a sign of life for each megabyte', async () => {
    const zip = makeZip([{ name: 'large.wav', bytes: LARGE, method: 0 }]);
    ocp.server.answer(serveJob(zip, { areRangesServed: false }));
    const kinds = [];
    for await (const { kind } of ocp.client.jobRecordings('job-1', never())) kinds.push(kind);
    expect(kinds.filter((kind) => kind === 'reading').length).toBeGreaterThanOrEqual(3);
    expect(kinds.at(-1)).toBe('recording');
  });

  it('may answer with the archive at the address of the listing', async () => {
    const zip = makeZip([{ name: 'call-a.wav', bytes: A }]);
    ocp.server.answer((response, request) => {
      if (request.path === '/recordings/export/job-1')
        return json(200, { status: 'COMPLETED' })(response, request);
      sendZip(zip, {})(response, request);
    });
    expect(await list()).toMatchObject([{ recording: { callId: 'call-a' } }]);
    expect(sha256Of(await download('zip:call-a.wav'))).toBe(sha256Of(A));
  });

  it.each([
    ['no link', null],
    ['a link to the listing', '/recordings/export/job-1/recordings'],
    ['a link that is none', 'http://'],
  ])('is not found if it has neither a listing nor an archive: %s', async (_, link) => {
    ocp.server.answer(serveJob(makeZip([]), { link }));
    expect(await caught(list())).toBeInstanceOf(OcpNotFoundError);
    expect(ocp.server.seen).toHaveLength(2);
  });

  it('is not asked at a host that is not allowed', async () => {
    ocp.server.answer(serveJob(makeZip([]), { link: 'http://elsewhere.example/a.zip' }));
    expect(await caught(list())).toMatchObject({ code: 'OCP_FORBIDDEN_HOST' });
  });

  it.each<[string, Partial<ZipEntry>]>([
    ['a name that leads out of its folder', { name: '../../call-b.wav' }],
    ['an absolute name', { name: '/etc/call-b.wav' }],
    ['a name with backslashes that leads out of its folder', { name: '..\\..\\call-b.wav' }],
    ['a very long name', { name: `${'b'.repeat(600)}.wav` }],
    ['encryption', { flags: 1 }],
    ['an unknown compression', { method: 93 }],
    ['an archive', { name: 'more.zip' }],
    ['two sizes', { method: 0, sizeBytes: 7 }],
    ['a size that its bytes cannot have', { sizeBytes: 4_000_000_000 }],
    ['a size of 64 bits that its bytes cannot have', { sizeBytes: 2 ** 52, isZip64: true }],
    ['more stored bytes than the archive has', { storedBytes: 1_000_000 }],
    ['a place beyond the archive', { start: 1_000_000 }],
  ])('leaves out an entry with %s, says so, and lists the others', async (_, wrong) => {
    const entry = { name: 'call-b.wav', bytes: B, ...wrong };
    ocp.server.answer(serveJob(makeZip([{ name: 'call-a.wav', bytes: A }, entry])));
    expect(await list()).toMatchObject([
      { kind: 'recording', recording: { callId: 'call-a' } },
      { kind: 'unreadable', reason: expect.stringMatching(/.{10}/) },
    ]);
  });

  it('leaves out two entries of one name', async () => {
    const twin = (bytes: Buffer) => ({ name: 'call-b.wav', bytes });
    ocp.server.answer(serveJob(makeZip([{ name: 'call-a.wav', bytes: A }, twin(A), twin(B)])));
    expect((await list()).map(({ kind }) => kind)).toEqual(['recording', 'unreadable', 'unreadable']);
  });

  it('keeps two entries of one name in different folders apart', async () => {
    ocp.server.answer(
      serveJob(
        makeZip([
          { name: '1/call.wav', bytes: A },
          { name: '2/call.wav', bytes: B },
        ]),
      ),
    );
    expect(await list()).toMatchObject([
      { recording: { callId: 'call', recordingId: 'zip:1/call.wav' } },
      { recording: { callId: 'call', recordingId: 'zip:2/call.wav' } },
    ]);
    expect(sha256Of(await download('zip:2/call.wav'))).toBe(sha256Of(B));
  });

  it('lists the last of entries that share their bytes, as those of a bomb do', async () => {
    const same = Array.from({ length: 100 }, (_, at) => ({ name: `call-${at}.wav`, bytes: A, start: 0 }));
    ocp.server.answer(serveJob(makeZip(same)));
    expect((await list()).filter(({ kind }) => kind === 'recording').length).toBeLessThanOrEqual(1);
  });

  it.each([
    ['are 70,000', 70_000, undefined],
    ['are more than it says', 100, 50],
  ])('is cut off if its entries %s', async (_, entries, count) => {
    const bytes = Buffer.from('RIFF');
    const many = Array.from({ length: entries }, (_, at) => ({ name: `c-${at}`, bytes, method: 0 }));
    ocp.server.answer(serveJob(makeZip(many, count === undefined ? {} : { count })));
    expect(await list()).toMatchObject([{ kind: 'cut-off' }]);
  });

  it('lists 20,000 entries', async () => {
    const bytes = Buffer.from('RIFF');
    const many = Array.from({ length: MAX_ENTRIES }, (_, at) => ({ name: `c-${at}`, bytes, method: 0 }));
    ocp.server.answer(serveJob(makeZip(many)));
    expect(await list()).toHaveLength(MAX_ENTRIES);
  });

  it.each([
    ['whose end is missing', makeZip([{ name: 'a.wav', bytes: A }]).subarray(0, -5)],
    ['whose directory is damaged', damaged(makeZip([{ name: 'a.wav', bytes: A }]))],
    ['with bytes after its end', Buffer.concat([makeZip([{ name: 'a.wav', bytes: A }]), Buffer.alloc(9)])],
    ['that is a page', Buffer.from('<html>Please log in</html>')],
    ['that is empty', Buffer.alloc(0)],
  ])('refuses an archive %s', async (_, zip) => {
    ocp.server.answer(serveJob(zip));
    expect(await caught(list())).toBeInstanceOf(OcpContractError);
  });

  it('lists the entries of an archive with a comment', async () => {
    ocp.server.answer(serveJob(makeZip([{ name: 'a.wav', bytes: A }], { comment: 'exported by OCP' })));
    expect(await list()).toHaveLength(1);
  });
});
