import {
  OcpCredentialsError,
  OcpNotFoundError,
  OcpRequestRejectedError,
  OcpThrottledError,
} from '@recordings/reconciliation';
import { type ClientOptions, caught, type Fixture, never, readAll, startClient } from './client-fixture.ts';
import { bytes, json } from './ocp-server.ts';

/** Everything is called otherwise than in the requirement documents. */
const api: ClientOptions['api'] = {
  headers: { 'X-Account': 'account of {group}' },
  statusWords: { COMPLETED: ['3', 'fertig'], FAILED: ['9'], IN_PROGRESS: ['2'], CREATED: ['ready'] },
  refusals: {
    code: '/fault/id',
    message: '/fault/text',
    meanings: { SLOT: 'busy', GONE: 'absent', OLD: 'expired', SLOW: 'throttled', KEY: 'credentials' },
  },
  createJob: {
    path: '/v2/groups/{group}/exports',
    query: { notify: { constant: false } },
    body: {
      '/range/from': { value: 'fromDate', as: 'epochSeconds' },
      '/range/to': { value: 'toDate', as: 'isoSeconds' },
      '/kind': { constant: 'audio' },
    },
    created: [201],
    exportJobId: '/data/job/nr',
    readyAt: { at: '/data/job/eta', as: 'epochSeconds' },
    runningJobId: '/fault/job',
  },
  listJobs: {
    method: 'POST',
    path: '/v2/search',
    query: {},
    body: { '/group': { value: 'group' } },
    rows: '/data/list',
    exportJobId: '/nr',
    status: { at: '/state/code', as: 'word' },
    fromDate: { at: '/range/from', as: 'epochSeconds' },
  },
  jobStatus: {
    path: '/v2/exports/{exportJobId}',
    status: { at: ['/data/state/code', '/data/state'], as: 'word' },
    progress: { at: '/data/share', as: 'fraction' },
    remaining: { at: '/data/left', as: 'clock' },
    errorMessage: '/data/why',
    metadata: { channels: { at: '/data/media/ch', as: 'digits' } },
  },
  jobRecordings: {
    rows: '/data/items',
    callId: '/call/dialog',
    recordingId: '/nr',
    startedAt: { at: '/call/begin', as: 'epochMs' },
    duration: { at: '/len', as: 'milliseconds' },
    sizeBytes: { at: '/bytes', as: 'digits' },
    sha256: { at: '/sum', as: 'base64' },
  },
  recordingFile: { path: '/v2/media/{recordingId}', checksum: { headers: ['X-Sum'], as: 'base64' } },
};

const REQUEST = {
  group: 'NF Sales',
  fromDate: '2026-01-15T10:00:00.500Z',
  toDate: '2026-01-15T12:00:00.000Z',
  format: 'wav',
};
const SHA256 = 'ab'.repeat(32);
const BASE64 = Buffer.from(SHA256, 'hex').toString('base64');

describe('an OCP whose API has other names, places and words', () => {
  let ocp: Fixture;

  beforeEach(async () => {
    ocp = await startClient({ api });
  });
  afterEach(() => ocp.server.stop());

  it('gets the request that it wants, and its answer is read', async () => {
    ocp.server.answer(json(201, { data: { job: { nr: 7, eta: 1_768_473_000 } } }));
    expect(await ocp.client.createJob(REQUEST, never())).toEqual({
      kind: 'created',
      exportJobId: '7',
      readyAt: '2026-01-15T10:30:00.000Z',
    });
    const [seen] = ocp.server.seen;
    expect(seen).toMatchObject({ method: 'POST', path: '/v2/groups/NF%20Sales/exports?notify=false' });
    expect(seen!.headers['x-account']).toBe('account of Acme_EN');
    expect(JSON.parse(seen!.body)).toEqual({
      range: { from: 1_768_471_200, to: '2026-01-15T12:00:00Z' },
      kind: 'audio',
    });
  });

  it.each([201, 400, 409, 503])('is busy by its error code, with HTTP %i', async (status) => {
    ocp.server.answer(json(status, { fault: { id: 'SLOT', job: 'j-0' } }));
    expect(await ocp.client.createJob(REQUEST, never())).toEqual({ kind: 'busy', runningJobId: 'j-0' });
    expect(ocp.samples.map(({ outcome }) => outcome)).toEqual(['OK']);
  });

  it('lists jobs by a POST, which is repeated like every read', async () => {
    const data = { list: [{ nr: 1, state: { code: 2 }, range: { from: 1_768_471_200 } }, { state: 1 }] };
    ocp.server.answer(json(503, {}), json(200, { data }));
    expect(await ocp.client.listJobs('NF Sales', never())).toEqual([
      { exportJobId: '1', status: 'IN_PROGRESS', raw: '2', fromDate: '2026-01-15T10:00:00.000Z' },
    ]);
    expect(ocp.server.seen.map(({ method, body }) => [method, body])).toEqual([
      ['POST', '{"group":"NF Sales"}'],
      ['POST', '{"group":"NF Sales"}'],
    ]);
  });

  it('gives a status in its own words and units', async () => {
    ocp.server.answer(
      json(200, { data: { state: { code: 2 }, share: 0.25, left: '1:02:03', media: { ch: '2' } } }),
      json(200, { data: { state: 'Fertig' } }),
      json(200, { data: { state: 'READY' } }),
      json(200, { data: { state: 4 } }),
      json(200, { data: { state: 9, why: 'no disk' } }),
    );
    const read = () => ocp.client.jobStatus('7', never());
    expect(await read()).toEqual({
      status: 'IN_PROGRESS',
      raw: '2',
      progress: 25,
      remainingMs: 3_723_000,
      ocpMetadata: { channels: 2 },
    });
    expect(await read()).toEqual({ status: 'COMPLETED', raw: 'Fertig' });
    expect(await read()).toEqual({ status: 'CREATED', raw: 'READY' });
    expect(await read()).toEqual({ status: 'UNKNOWN', raw: '4' });
    expect(await read()).toEqual({ status: 'FAILED', raw: '9', errorMessage: 'no disk' });
  });

  it.each([
    [{ fault: { id: 'GONE' } }, { status: 'ABSENT', raw: '404' }],
    [{ fault: { id: 'OLD' } }, { status: 'EXPIRED', raw: '410' }],
  ])('says by an error code that it does not have a job: %j', async (answer, expected) => {
    ocp.server.answer(json(200, answer));
    expect(await ocp.client.jobStatus('7', never())).toEqual(expected);
    ocp.server.answer(json(500, answer));
    expect(await ocp.client.jobStatus('7', never())).toEqual(expected);
  });

  it('refuses by its error codes, whatever the HTTP status is', async () => {
    const errorOf = (answer: object, status = 200) => {
      ocp.server.answer(json(status, answer));
      return caught(ocp.client.createJob(REQUEST, never()));
    };
    expect(await errorOf({ fault: { id: 'SLOW' } }, 201)).toBeInstanceOf(OcpThrottledError);
    expect(await errorOf({ fault: { id: 'KEY' } }, 201)).toBeInstanceOf(OcpCredentialsError);
    expect(await errorOf({ fault: { id: 'GONE' } }, 404)).toBeInstanceOf(OcpNotFoundError);
    const other = await errorOf({ fault: { id: 'ODD', text: 'no such range' } }, 422);
    expect(other).toBeInstanceOf(OcpRequestRejectedError);
    expect(other.message).toBe('OCP createJob: HTTP 422: no such range');
  });

  it('gives recordings in its own places and units, with all digits of numeric ids', async () => {
    const row =
      '{"nr":9007199254740993,"call":{"dialog":"d-1","begin":1768473000000},"len":1500,"bytes":"44"';
    ocp.server.answer(bytes(`{"data":{"items":[${row},"sum":"${BASE64}"}]}}`));
    const entries = [];
    for await (const entry of ocp.client.jobRecordings('7', never())) entries.push(entry);
    expect(entries).toEqual([
      {
        kind: 'recording',
        recording: {
          callId: 'd-1',
          recordingId: '9007199254740993',
          durationMs: 1_500,
          sizeBytes: 44,
          sha256: SHA256,
          startedAt: '2026-01-15T10:30:00.000Z',
        },
      },
    ]);
  });

  it('sends a file from its own path, with its own checksum header', async () => {
    ocp.server.answer(bytes(Buffer.from([1, 2, 3]), { 'x-sum': BASE64 }));
    const { body, sha256 } = await ocp.client.download('7', '9007199254740993', never());
    expect([...(await readAll(body))]).toEqual([1, 2, 3]);
    expect(sha256).toBe(SHA256);
    expect(ocp.server.seen[0]!.path).toBe('/v2/media/9007199254740993');
  });
});
