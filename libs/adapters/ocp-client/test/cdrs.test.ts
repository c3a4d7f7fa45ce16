import { gzipSync } from 'node:zlib';
import { type ClientOptions, type Fixture, never, startClient } from './client-fixture.ts';
import { type Answer, bytes, json, status } from './ocp-server.ts';

const REQUEST = {
  ...{ group: 'Acme_EN', format: 'wav' },
  ...{ fromDate: '2026-01-15T10:00:00.000Z', toDate: '2026-01-15T12:00:00.000Z' },
};
const recording = { kind: 'recording', recording: { callId: 'c-1', recordingId: 'c-1' } };
const START = { message_type: 'dialog_start', id: 'c-1', group: 'c-1' };

const raw =
  (body: string): Answer =>
  (response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);

describe('CDRs in an export', () => {
  let ocp: Fixture;
  afterEach(() => ocp.server.stop());

  const bodyOf = async (api: ClientOptions['api'], withCdrs?: boolean) => {
    ocp = await startClient({ api });
    ocp.server.answer(json(202, { exportJobId: 'job-1' }));
    await ocp.client.createJob({ ...REQUEST, ...(withCdrs !== undefined && { withCdrs }) }, never());
    const { body, path } = ocp.server.seen[0]!;
    return { path, types: (JSON.parse(body) as { types?: unknown }).types };
  };

  it.each<[string, ClientOptions['api'], boolean | undefined, unknown]>([
    ['without CDRs, no types', {}, undefined, undefined],
    ['with CDRs, their types', {}, true, ['Audio', 'dialog_start', 'dialog_end']],
    ['by an OCP that has none, no types', { createJob: { types: { sweep: [] } } }, true, undefined],
    ['the types of recoveries', { createJob: { types: { recovery: ['Audio'] } } }, false, ['Audio']],
    [
      'types as text',
      { createJob: { body: { '/types': { value: 'types', as: 'commas' } } } },
      true,
      'Audio,dialog_start,dialog_end',
    ],
  ])('are asked for: %s', async (_, api, withCdrs, types) => {
    expect((await bodyOf(api, withCdrs)).types).toEqual(types);
  });

  it('are asked for by a parameter too', async () => {
    const api = { createJob: { query: { of: { value: 'types', as: 'commas' } } } };
    const { path } = await bodyOf(api, true);
    expect(path).toBe('/recordings/export?of=Audio%2Cdialog_start%2Cdialog_end');
  });

  const serve = async (api: ClientOptions['api'], answers: readonly Answer[]): Promise<void> => {
    ocp = await startClient({ api });
    ocp.server.answer(...answers);
  };
  const entriesOf = async <E>(listed: AsyncIterable<E>): Promise<E[]> => {
    const entries: E[] = [];
    for await (const entry of listed) entries.push(entry);
    return entries;
  };
  /** The CDRs, and every other entry but the marks between pages. */
  const read = async (api: ClientOptions['api'], ...answers: readonly Answer[]): Promise<unknown[]> => {
    await serve(api, answers);
    const entries = await entriesOf(ocp.client.jobCdrs('job-1', never()));
    return entries.flatMap((entry): unknown[] => {
      if (entry.kind === 'reading') return [];
      if (entry.kind !== 'events') return [entry];
      const lines = Buffer.from(entry.body).toString().trimEnd().split('\n');
      return lines.map((line) => JSON.parse(line) as unknown);
    });
  };

  it('are read beside the recordings, page after page, as OCP gave them', async () => {
    const first = { recordings: [{ callId: 'c-1' }], cdrs: [{ ...START, app: 'undefined' }], nextPage: 2 };
    const second = { recordings: [], cdrs: [7, null, START] };
    // Whatever is no object is given on: the reader of events keeps it in quarantine.
    expect(await read({}, json(200, first), json(200, second))).toEqual([
      { ...START, app: 'undefined' },
      ...[7, null, START],
    ]);
    expect(ocp.taken.map(({ lane }) => lane)).toEqual(['download', 'download']);
    expect(ocp.samples.map(({ operation }) => operation)).toEqual(['jobCdrs', 'jobCdrs']);
  });

  it('keep all digits of their numbers', async () => {
    const body = '{"recordings":[],"cdrs":[{"id":9007199254740993,"time":1768473000123}]}';
    expect(await read({}, raw(body))).toEqual([{ id: '9007199254740993', time: 1_768_473_000_123 }]);
  });

  it('are no entries of the recordings, and no file of them is requested for these', async () => {
    const answer = { recordings: [{ callId: 'c-1' }], cdrs: [START, { id: 'f' }] };
    await serve({ cdrs: { document: '/document' } }, [json(200, answer)]);
    expect(await entriesOf(ocp.client.jobRecordings('job-1', never()))).toEqual([recording]);
    expect(ocp.server.seen).toHaveLength(1);
  });

  it('are not requested of an OCP that exports none', async () => {
    expect(await read({ createJob: { types: { sweep: [] } } }, status(500))).toEqual([]);
    expect(ocp.server.seen).toEqual([]);
  });

  it.each([null, undefined, 'undefined', {}])('are none if their list is %j', async (cdrs) => {
    expect(await read({}, json(200, { recordings: [], cdrs }))).toEqual([]);
  });

  it('are cut off where the listing is, and come in parts that can be taken in', async () => {
    const many = Array.from({ length: 501 }, () => START);
    await serve({}, [json(200, { recordings: [], cdrs: [...many, 'x'.repeat(2_200_000)], nextPage: 1 })]);
    const entries = await entriesOf(ocp.client.jobCdrs('job-1', never()));
    expect(entries.map((entry) => (entry.kind === 'events' ? entry.body.length : entry.kind))).toEqual([
      500 * (JSON.stringify(START).length + 1),
      'unreadable',
      JSON.stringify(START).length + 1,
      'cut-off',
      'reading',
    ]);
  });

  it('divide a list with the recordings by what a row says, and count in its total', async () => {
    const api: ClientOptions['api'] = {
      cdrs: { rows: '/items', kind: '/type', kinds: ['Dialog-Start'], document: ['/data', '/text'] },
      jobRecordings: {
        ...{ rows: '/items', query: { o: { value: 'offset' }, n: { value: 'limit' } } },
        paging: { by: 'offset', limit: 3, end: { by: 'total', at: '/total' } },
      },
    };
    const rows = [
      { type: 'DIALOG_START', data: START },
      { type: 'audio', callId: 'c-1' },
      { type: 'dialog start', text: JSON.stringify(START) },
      { type: 'dialog_start', text: 'no JSON' },
      { type: 'dialog_start', text: 9 },
    ];
    const page = (from: number) => json(200, { items: rows.slice(from, from + 3), total: 5 });
    await serve(api, [page(0), page(3)]);
    expect(await entriesOf(ocp.client.jobRecordings('job-1', never()))).toEqual([recording]);
    await ocp.server.stop();
    // A row that has neither a document nor a file is the CDR itself.
    expect(await read(api, page(0), page(3))).toEqual([START, START, 'no JSON', rows[4]]);
  });

  describe('in files', () => {
    const inFiles = { cdrs: { document: [] } };
    const page = (...cdrs: unknown[]) => json(200, { recordings: [], cdrs });
    /** The first request of a file, and the three that repeat it. */
    const tries = 4;
    const twoLines = `${JSON.stringify(START)}\n\n{broken\r\n`;

    it.each<[string, Answer, unknown[]]>([
      ['a list', json(200, [START, START]), [START, START]],
      ['one object', json(200, START), [START]],
      ['lines, one of them broken', bytes(twoLines), [START, '{broken']],
      ['gzip', bytes(gzipSync(twoLines)), [START, '{broken']],
      ['nothing', bytes(''), []],
    ])('are read from %s', async (_, file, cdrs) => {
      expect(await read(inFiles, page({ id: 'f/1' }), file)).toEqual(cdrs);
      expect(ocp.server.seen[1]!.path).toBe('/recordings/export/job-1/files/f%2F1');
      expect(ocp.taken.map(({ lane }) => lane)).toEqual(['download', 'download']);
    });

    it('are read from a place in the file, by the link of their row', async () => {
      const api: ClientOptions['api'] = { ...inFiles, cdrFile: { by: 'link', rows: '/data/rows' } };
      const file = json(200, { data: { rows: [START] } });
      expect(await read(api, page({ url: '/cdrs/1.json?sig=x' }), file)).toEqual([START]);
      expect(ocp.server.seen[1]!.path).toBe('/cdrs/1.json?sig=x');
    });

    it.each<[string, Answer]>([
      ['is missing', status(404)],
      ['is refused', status(400)],
      ['is refused as that of others', status(403)],
      ['is deleted', status(410)],
      ['is not ready', status(409)],
      ['leads to another host', status(302, { location: 'http://elsewhere.example/' })],
    ])('do not hide others if a file %s', async (_, broken) => {
      const found = await read(inFiles, page({ id: 'f1' }, { id: 'f2' }), broken, json(200, START));
      expect(found).toEqual([{ kind: 'unreadable', reason: expect.stringContaining('cdrFile') }, START]);
    });

    it('cannot be read from a row without a link', async () => {
      const api: ClientOptions['api'] = { ...inFiles, cdrFile: { by: 'link' } };
      const [entry] = await read(api, page({ id: 'f1' }));
      expect(entry).toEqual({ kind: 'unreadable', reason: expect.stringContaining('a link') });
    });

    it('are cut off by a file that is too large: a shorter range has a smaller one', async () => {
      const large = bytes(gzipSync(Buffer.alloc(17 * 1024 * 1024, ' ')));
      expect(await read(inFiles, page({ id: 'f1' }, { id: 'f2' }), large, json(200, START))).toEqual([
        { kind: 'cut-off', reason: expect.stringContaining('16777216 bytes') },
        START,
      ]);
    });

    it('do not hide others if OCP fails for a file each time it is asked', async () => {
      const fails = Array.from({ length: tries }, () => status(503));
      expect(await read(inFiles, page({ id: 'f1' }, { id: 'f2' }), ...fails, json(200, START))).toEqual([
        { kind: 'unreadable', reason: expect.stringContaining('503') },
        START,
      ]);
    });

    it('end with the error of the third file that OCP does not give', async () => {
      const rows = Array.from({ length: 9 }, (_, at) => ({ id: `f${at}` }));
      await serve(inFiles, [page(...rows), ...Array.from({ length: 9 * tries }, () => status(503))]);
      await expect(entriesOf(ocp.client.jobCdrs('job-1', never()))).rejects.toMatchObject({
        code: 'OCP_UNAVAILABLE',
      });
      expect(ocp.server.seen).toHaveLength(1 + 3 * tries);
    });

    it.each([401, 403])('end without doubt of the credentials if three files answer %d', async (refusal) => {
      const rows = Array.from({ length: 9 }, (_, at) => ({ id: `f${at}` }));
      await serve(inFiles, [page(...rows), ...Array.from({ length: 9 }, () => status(refusal))]);
      const reading = entriesOf(ocp.client.jobCdrs('job-1', never()));
      // The page was just given with these credentials. An OcpCredentialsError would hold back the whole group.
      await expect(reading).rejects.toMatchObject({
        ...{ code: 'OCP_REQUEST_REJECTED', cause: { code: 'OCP_CREDENTIALS' } },
        message: expect.stringContaining('3 files'),
      });
      expect(ocp.server.seen).toHaveLength(4);
    });
  });
});
