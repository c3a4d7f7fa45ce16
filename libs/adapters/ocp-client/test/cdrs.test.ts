import { gzipSync } from 'node:zlib';
import type { ListingEntry } from '@recordings/reconciliation';
import { type ClientOptions, type Fixture, never, startClient } from './client-fixture.ts';
import { type Answer, bytes, json, status } from './ocp-server.ts';

const REQUEST = {
  ...{ group: 'Acme_EN', format: 'wav' },
  ...{ fromDate: '2026-01-15T10:00:00.000Z', toDate: '2026-01-15T12:00:00.000Z' },
};
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

  const listed = async (
    api: ClientOptions['api'],
    answers: readonly Answer[],
    options: { readonly withCdrs?: boolean } = { withCdrs: true },
  ): Promise<ListingEntry[]> => {
    ocp = await startClient({ api });
    ocp.server.answer(...answers);
    const entries: ListingEntry[] = [];
    for await (const entry of ocp.client.jobRecordings('job-1', never(), options)) entries.push(entry);
    return entries;
  };
  const recording = { kind: 'recording', recording: { callId: 'c-1', recordingId: 'c-1' } };

  it('are listed beside the recordings, page after page, as OCP gave them', async () => {
    const first = { recordings: [{ callId: 'c-1' }], cdrs: [{ ...START, app: 'undefined' }], nextPage: 2 };
    const entries = await listed({}, [
      json(200, first),
      json(200, { recordings: [], cdrs: [7, null, START] }),
    ]);
    expect(entries).toEqual([
      recording,
      { kind: 'cdr', cdr: { ...START, app: 'undefined' } },
      // Whatever is no object is given on: the reader of CDRs keeps it in quarantine.
      { kind: 'cdr', cdr: 7 },
      { kind: 'cdr', cdr: null },
      { kind: 'cdr', cdr: START },
    ]);
  });

  it('keep all digits of their numbers', async () => {
    const body = '{"recordings":[],"cdrs":[{"id":9007199254740993,"time":1768473000123}]}';
    expect(await listed({}, [raw(body)])).toEqual([
      { kind: 'cdr', cdr: { id: '9007199254740993', time: 1_768_473_000_123 } },
    ]);
  });

  it('are left out of a listing that is read for recordings', async () => {
    const answer = { recordings: [{ callId: 'c-1' }], cdrs: [START, { id: 'f', document: null }] };
    const api = { cdrs: { document: '/document' } };
    expect(await listed(api, [json(200, answer)], {})).toEqual([recording]);
    expect(ocp.server.seen).toHaveLength(1);
  });

  it.each([null, undefined, 'undefined', {}])('are none if their list is %j', async (cdrs) => {
    expect(await listed({}, [json(200, { recordings: [{ callId: 'c-1' }], cdrs })])).toEqual([recording]);
  });

  it('stand beside recordings in one list if a row says what it is, and count in its total', async () => {
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
    expect(await listed(api, [page(0), page(3)])).toEqual([
      { kind: 'cdr', cdr: START },
      recording,
      { kind: 'cdr', cdr: START },
      { kind: 'cdr', cdr: 'no JSON' },
      { kind: 'cdr', cdr: rows[4] },
    ]);
  });

  describe('in files', () => {
    const inFiles = { cdrs: { document: [] } };
    const page = (...cdrs: unknown[]) => json(200, { recordings: [{ callId: 'c-1' }], cdrs });
    const twoLines = `${JSON.stringify(START)}\n\n{broken\r\n`;

    it.each<[string, Answer, unknown[]]>([
      ['a list', json(200, [START, START]), [START, START]],
      ['one object', json(200, START), [START]],
      ['lines, one of them broken', bytes(twoLines), [START, '{broken']],
      ['gzip', bytes(gzipSync(twoLines)), [START, '{broken']],
      ['nothing', bytes(''), []],
    ])('are read from %s', async (_, file, cdrs) => {
      const entries = await listed(inFiles, [page({ id: 'f/1' }), file]);
      expect(entries).toEqual([recording, ...cdrs.map((cdr) => ({ kind: 'cdr', cdr }))]);
      expect(ocp.server.seen[1]!.path).toBe('/recordings/export/job-1/files/f%2F1');
      expect(ocp.taken.map(({ lane }) => lane)).toEqual(['control', 'download']);
    });

    it('are read from a place in the file, by the link of their row', async () => {
      const api: ClientOptions['api'] = { ...inFiles, cdrFile: { by: 'link', rows: '/data/rows' } };
      const file = json(200, { data: { rows: [START] } });
      expect(await listed(api, [page({ url: '/cdrs/1.json?sig=x' }), file])).toEqual([
        recording,
        { kind: 'cdr', cdr: START },
      ]);
      expect(ocp.server.seen[1]!.path).toBe('/cdrs/1.json?sig=x');
    });

    it.each<[string, Answer]>([
      ['is missing', status(404)],
      ['is refused', status(400)],
      ['is too large', bytes(gzipSync(Buffer.alloc(17 * 1024 * 1024, ' ')))],
      [
        'leads to another host',
        (response) => response.writeHead(302, { location: 'http://elsewhere.example/' }).end(),
      ],
    ])('do not hide others if a file %s', async (_, broken) => {
      const entries = await listed(inFiles, [page({ id: 'f1' }, { id: 'f2' }), broken, json(200, START)]);
      expect(entries).toEqual([
        recording,
        { kind: 'cdrs-incomplete', reason: expect.stringContaining('cdrFile') },
        { kind: 'cdr', cdr: START },
      ]);
    });

    it('are incomplete if a row has no link', async () => {
      const api: ClientOptions['api'] = { ...inFiles, cdrFile: { by: 'link' } };
      expect(await listed(api, [page({ id: 'f1' })])).toEqual([
        recording,
        { kind: 'cdrs-incomplete', reason: expect.stringContaining('a link') },
      ]);
    });

    it('end the listing if OCP cannot be reached', async () => {
      await expect(listed(inFiles, [page({ id: 'f1' }), status(503)])).rejects.toMatchObject({
        code: 'OCP_UNAVAILABLE',
      });
    });
  });
});
