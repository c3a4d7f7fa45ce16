import {
  OcpContractError,
  OcpNotFoundError,
  OcpRequestRejectedError,
  ocpWordsOf,
} from '@recordings/reconciliation';
import { caught, type Fixture, makeClient, never, startClient } from './client-fixture.ts';
import { bytes, json, status } from './ocp-server.ts';

const REQUEST = {
  group: 'NF Sales/EN',
  fromDate: '2026-01-15T10:00:00.000Z',
  toDate: '2026-01-15T12:00:00.000Z',
  format: 'wav',
};

describe('export jobs', () => {
  let ocp: Fixture;

  beforeEach(async () => {
    ocp = await startClient();
  });
  afterEach(() => ocp.server.stop());

  it('creates a job for the group and range, and gives its id', async () => {
    ocp.server.answer(json(202, { exportJobId: 'job-1', status: 'CREATED', novelty: { ignored: true } }));

    expect(await ocp.client.createJob(REQUEST, never())).toEqual({ kind: 'created', exportJobId: 'job-1' });
    const [seen] = ocp.server.seen;
    expect(seen).toMatchObject({ method: 'POST', path: '/recordings/export' });
    expect(JSON.parse(seen?.body ?? '')).toEqual({
      fromDate: REQUEST.fromDate,
      toDate: REQUEST.toDate,
      tenantId: 'NF Sales/EN',
      format: 'wav',
    });
  });

  it.each([
    ['2026-01-15T10:45:00Z', { readyAt: '2026-01-15T10:45:00.000Z' }],
    ['soon', {}],
    [12, {}],
  ])(
    'tells when the job is expected to end, if it can be read: %s',
    async (estimatedCompletionTime, expected) => {
      ocp.server.answer(json(202, { exportJobId: 'job-1', estimatedCompletionTime }));
      const created = { kind: 'created', exportJobId: 'job-1', ...expected };
      expect(await ocp.client.createJob(REQUEST, never())).toEqual(created);
    },
  );

  it('tells how long a job is expected to run on', async () => {
    ocp.server.answer(json(200, { status: 'IN_PROGRESS', estimatedSecondsRemaining: 180 }));
    expect(await ocp.client.jobStatus('job-1', never())).toMatchObject({ remainingMs: 180_000 });
  });

  it.each([200, 201, 202])('reads HTTP %i as a created job', async (code) => {
    ocp.server.answer(json(code, { exportJobId: 7 }));
    expect(await ocp.client.createJob(REQUEST, never())).toEqual({ kind: 'created', exportJobId: '7' });
  });

  it.each([
    ['with the running job', json(409, { exportJobId: 'job-0' }), { kind: 'busy', runningJobId: 'job-0' }],
    ['under another name', json(409, { runningJobId: 7 }), { kind: 'busy', runningJobId: '7' }],
    ['without a body', status(409), { kind: 'busy' }],
    ['with a page of HTML', bytes('<h1>Conflict</h1>'), undefined],
  ])('is busy when the slot is held, %s', async (_, answer, expected) => {
    ocp.server.answer((response, request) => {
      response.statusCode = 409;
      if (expected !== undefined) return answer(response, request);
      response.end('<h1>Conflict</h1>');
    });

    expect(await ocp.client.createJob(REQUEST, never())).toEqual(expected ?? { kind: 'busy' });
  });

  it('refuses a created job without an id, and says what was expected', async () => {
    ocp.server.answer(json(202, { jobId: 'job-1' }));

    const error = await caught(ocp.client.createJob(REQUEST, never()));
    expect(error).toBeInstanceOf(OcpContractError);
    expect(error).toMatchObject({ code: 'OCP_UNEXPECTED_ANSWER', fault: 'retryable' });
    expect(error.message).toContain('exportJobId');
  });

  it('refuses a range that OCP rejects, with OCP’s words', async () => {
    ocp.server.answer(json(400, { code: 'BAD_RANGE', message: 'at least one hour' }));

    const error = await caught(ocp.client.createJob(REQUEST, never()));
    expect(error).toBeInstanceOf(OcpRequestRejectedError);
    expect(error).toMatchObject({
      fault: 'permanent',
      message: 'OCP createJob: HTTP 400: at least one hour',
    });
  });

  it.each([
    [400, 'permanent', 'OCP_REQUEST_REJECTED'],
    [429, 'retryable', 'OCP_THROTTLED'],
  ])(
    'keeps what OCP says of a refused create, HTTP %i: its name for the error, and its words',
    async (code, fault, name) => {
      const said = { errorType: 'OCPAPIError', errorMessage: 'Failed to create export job: key secret' };
      ocp.server.answer(json(code, said));

      const error = await caught(ocp.client.createJob(REQUEST, never()));
      expect(error).toMatchObject({ code: name, fault });
      expect(ocpWordsOf(error)).toEqual(said);
    },
  );

  it('keeps no words of a refusal without any', async () => {
    ocp.server.answer(json(400, {}));
    expect(ocpWordsOf(await caught(ocp.client.createJob(REQUEST, never())))).toEqual({});
  });

  it.each([
    [
      { fileSize: 15_728_640, completedAt: '2024-01-15T10:42:00Z' },
      { sizeBytes: 15_728_640, endedAt: '2024-01-15T10:42:00.000Z' },
    ],
    [{ fileSize: 'big', completedAt: 'just now' }, {}],
    [{ fileSize: -1, completedAt: '1024-01-15T10:42:00Z' }, {}],
  ])('gives the size and the end of a finished job, if they can be read: %j', async (said, expected) => {
    ocp.server.answer(json(200, { status: 'COMPLETED', ...said }));
    const seen = { status: 'COMPLETED', raw: 'COMPLETED', ...expected };
    expect(await ocp.client.jobStatus('job-1', never())).toEqual(seen);
  });

  it('lists the jobs of a group, with times in UTC and without unreadable fields', async () => {
    const jobs = [
      {
        exportJobId: 'a',
        status: 'Running',
        fromDate: '2026-01-15T10:00:00+02:00',
        toDate: 1768471200000,
        createdAt: 'yesterday',
      },
      { exportJobId: 12 },
    ];
    ocp.server.answer(json(200, { jobs }));

    expect(await ocp.client.listJobs('NF Sales/EN', never())).toEqual([
      {
        exportJobId: 'a',
        status: 'IN_PROGRESS',
        raw: 'Running',
        fromDate: '2026-01-15T08:00:00.000Z',
        toDate: '2026-01-15T10:00:00.000Z',
      },
      { exportJobId: '12', status: 'UNKNOWN', raw: '' },
    ]);
    expect(ocp.server.seen[0]?.path).toBe('/recordings/export?tenantId=NF%20Sales%2FEN');
  });

  it('gives the metadata of a job, without the fields that it cannot read', async () => {
    const metadata = {
      duration: 324,
      channels: 2,
      sampleRate: 8_000,
      format: 'WAV',
      agentId: 'A',
      queueName: 'Sales',
    };
    ocp.server.answer(
      json(200, { status: 'COMPLETED', metadata: { ...metadata, note: 'x' } }),
      json(200, { status: 'COMPLETED', metadata: { duration: 'long', agentId: 'A' } }),
      json(200, { status: 'COMPLETED', metadata: {} }),
      json(200, { status: 'COMPLETED', metadata: 'none' }),
    );
    const given = [];
    for (let times = 0; times < 4; times += 1)
      given.push((await ocp.client.jobStatus('a', never())).ocpMetadata);
    expect(given).toEqual([metadata, { agentId: 'A' }, undefined, undefined]);
  });

  it('gives a job’s status, progress and error message', async () => {
    ocp.server.answer(
      json(200, { exportJobId: 'a', status: 'in_progress', progress: 40 }),
      json(200, { exportJobId: 'a', status: 'FAILED', errorMessage: 'disk full', progress: 'much' }),
    );

    expect(await ocp.client.jobStatus('a', never())).toEqual({
      status: 'IN_PROGRESS',
      raw: 'in_progress',
      progress: 40,
    });
    expect(await ocp.client.jobStatus('a', never())).toEqual({
      status: 'FAILED',
      raw: 'FAILED',
      errorMessage: 'disk full',
    });
  });

  it('cuts OCP’s words to one line without phone numbers, because they go into records', async () => {
    const trace = `no audio of +34911223344\n${'\tat com.omilia.x.Y(Z.java:1)\n'.repeat(200)}`;
    ocp.server.answer(
      json(200, { status: `BROKEN\n${'!'.repeat(5_000)}`, errorMessage: trace }),
      json(200, { status: 'FAILED', errorMessage: '\u0000\n' }),
      json(422, { message: trace }),
    );

    const { status: name, raw, errorMessage } = await ocp.client.jobStatus('a', never());
    expect([name, raw.length]).toEqual(['UNKNOWN', 300]);
    expect(errorMessage).toHaveLength(300);
    expect(errorMessage).toMatch(/^no audio of \[digits\] at com\.omilia/);
    expect(await ocp.client.jobStatus('a', never())).toEqual({ status: 'FAILED', raw: 'FAILED' });
    const { message } = await caught(ocp.client.createJob(REQUEST, never()));
    expect(message.length).toBeLessThan(350);
    expect(message).not.toContain('911223344');
  });

  it('refuses the id of a created job that does not fit into a record or a URL', async () => {
    for (const exportJobId of ['x'.repeat(513), 'job\n1', '\uD800', 'job\uFFFE']) {
      ocp.server.answer(json(202, { exportJobId }));
      expect(await caught(ocp.client.createJob(REQUEST, never()))).toBeInstanceOf(OcpContractError);
    }
  });

  it.each([
    [404, { status: 'ABSENT', raw: '404' }],
    [410, { status: 'EXPIRED', raw: '410' }],
  ])('reads HTTP %i as a status, not as an error', async (code, expected) => {
    ocp.server.answer(status(code));
    expect(await ocp.client.jobStatus('a', never())).toEqual(expected);
  });

  it.each([
    ['a page of HTML', bytes('<html>maintenance</html>')],
    ['a list', json(200, [])],
    ['null', json(200, null)],
    ['a status that is a number', json(200, { status: 3 })],
  ])('refuses %s as a status, and sends one request', async (_, answer) => {
    ocp.server.answer(answer);

    expect(await caught(ocp.client.jobStatus('a', never()))).toBeInstanceOf(OcpContractError);
    expect(ocp.server.seen).toHaveLength(1);
  });

  it('keeps the path of the base URL, and uses other path templates', async () => {
    ocp.server.answer(json(200, { status: 'done' }));
    const { client } = makeClient(`${ocp.server.baseUrl}/api/v2/`, {
      api: { jobStatus: { path: 'jobs/{exportJobId}/state' } },
    });

    expect((await client.jobStatus('a b', never())).status).toBe('COMPLETED');
    expect(ocp.server.seen[0]?.path).toBe('/api/v2/jobs/a%20b/state');
  });

  it.each(['..', '.', ''])('sends no request for the id "%s", which would change the path', async (id) => {
    expect(await caught(ocp.client.download('job', id, never()))).toBeInstanceOf(OcpRequestRejectedError);
    expect(ocp.permits()).toBe(0);
  });

  it('throws for the listing of a job that OCP does not know', async () => {
    ocp.server.answer(status(404));
    const listing = ocp.client.jobRecordings('a', never())[Symbol.asyncIterator]();
    expect(await caught(listing.next())).toBeInstanceOf(OcpNotFoundError);
  });
});
