import {
  OcpExpiredError,
  OcpForbiddenHostError,
  OcpNotFoundError,
  OcpUnavailableError,
} from '@recordings/reconciliation';
import { API_KEY, caught, type Fixture, makeClient, never, readAll, startClient } from './client-fixture.ts';
import { type Answer, bytes, json, type OcpServer, startOcpServer, status } from './ocp-server.ts';

describe('a download from the link of the listing', () => {
  let ocp: Fixture;
  let files: OcpServer;
  /** In the links of the listing. The files are served for this signature only. */
  let signature: string;
  let serveFile: Answer;
  let linkOf: (recordingId: string) => string;

  beforeEach(async () => {
    ocp = await startClient();
    files = await startOcpServer();
    signature = 'first';
    linkOf = (recordingId) => `${files.baseUrl}/bucket/${recordingId}.wav?X-Amz-Signature=${signature}`;
    serveFile = (response, { path }) => bytes(`RIFF of ${path.split('?')[0]}`)(response, {} as never);
    ocp.server.answer(listing);
    files.answer((response, request) => {
      const isValid = request.path.endsWith(`=${signature}`);
      (isValid ? serveFile : status(403))(response, request);
    });
  });
  afterEach(async () => {
    await ocp.server.stop();
    await files.stop();
  });

  /** Two pages of two recordings. */
  const listing: Answer = (response, { path }) => {
    const page = Number(new URL(path, 'http://ocp').searchParams.get('page'));
    const recordings = [`a${page}`, `b${page}`].map((recordingId) => ({
      callId: `call-${recordingId}`,
      recordingId,
      audioUrl: linkOf(recordingId),
    }));
    json(200, { recordings, ...(page === 1 && { nextPage: '2' }) })(response, {} as never);
  };

  const api = { recordingFile: { by: 'link' as const } };
  const clientOf = (allowedDownloadHosts: string[] = [files.host]) =>
    makeClient(ocp.server.baseUrl, { api, allowedDownloadHosts });
  const read = async ({ client }: Pick<Fixture, 'client'>, recordingId: string): Promise<string> =>
    (await readAll((await client.download('job', recordingId, never())).body)).toString();
  const pagesAsked = () => ocp.server.seen.map(({ path }) => path.split('page=')[1]);

  it('gives the file, without our credential, and reads the listing once for all of a job', async () => {
    const fixture = clientOf();
    expect(await read(fixture, 'a1')).toBe('RIFF of /bucket/a1.wav');
    expect(await read(fixture, 'b2')).toBe('RIFF of /bucket/b2.wav');
    expect(pagesAsked()).toEqual(['1', '2']);
    expect(fixture.taken.map(({ lane }) => lane)).toEqual(['control', 'control', 'download', 'download']);
    for (const { headers } of files.seen) expect(JSON.stringify(headers)).not.toContain(API_KEY);
  });

  it('sends our credential with a link to OCP itself', async () => {
    linkOf = (recordingId) => `/files/${recordingId}`;
    ocp.server.answer((response, request) =>
      (request.path.startsWith('/files/') ? bytes('RIFF') : listing)(response, request),
    );
    expect(await read(clientOf(), 'a1')).toBe('RIFF');
    expect(ocp.server.seen.at(-1)).toMatchObject({ path: '/files/a1', headers: { 'x-api-key': API_KEY } });
  });

  it('reads the page again, and no other, if the link has expired', async () => {
    const fixture = clientOf();
    await read(fixture, 'a1');
    signature = 'second';
    expect(await read(fixture, 'b2')).toBe('RIFF of /bucket/b2.wav');
    expect(await read(fixture, 'a2')).toBe('RIFF of /bucket/a2.wav');
    expect(pagesAsked()).toEqual(['1', '2', '2']);
  });

  it('reads the whole listing again if the page is not given any more', async () => {
    const fixture = clientOf();
    await read(fixture, 'a1');
    signature = 'second';
    ocp.server.answer(status(410), listing);
    expect(await read(fixture, 'b2')).toBe('RIFF of /bucket/b2.wav');
    expect(pagesAsked()).toEqual(['1', '2', '2', '1', '2']);
  });

  it('is expired, and says nothing about our credentials, if the new link is refused too', async () => {
    serveFile = status(403);
    linkOf = () => `${files.baseUrl}/x?${files.seen.length}=${signature}`;
    expect(await caught(read(clientOf(), 'a1'))).toBeInstanceOf(OcpExpiredError);
    expect(files.seen).toHaveLength(2);
  });

  it('asks for no new link in an outage', async () => {
    serveFile = status(503);
    expect(await caught(read(clientOf(), 'a1'))).toBeInstanceOf(OcpUnavailableError);
    expect(pagesAsked()).toEqual(['1', '2']);
  });

  it.each([
    ['a host that is not allowed', () => `${files.baseUrl}/a1`],
    ['a link-local address', () => 'http://169.254.169.254/latest/meta-data'],
    ['another protocol', () => 'file:///etc/passwd'],
  ])('is refused by %s, without a request', async (_, link) => {
    linkOf = link;
    const error = await caught(read(clientOf(['169.254.169.254']), 'a1'));
    expect(error).toBeInstanceOf(OcpForbiddenHostError);
    expect(files.seen).toHaveLength(0);
    expect(pagesAsked()).toEqual(['1', '2']);
  });

  it('of a row without a link costs one page at each try, not the whole listing', async () => {
    linkOf = (recordingId) =>
      recordingId === 'b2' ? '' : `${files.baseUrl}/bucket/${recordingId}.wav?s=first`;
    signature = 's=first'.slice(2);
    const { client } = clientOf();
    for (let tries = 0; tries < 3; tries += 1)
      expect(await caught(client.download('job', 'b2', never()))).toBeInstanceOf(OcpNotFoundError);
    expect(pagesAsked()).toEqual(['1', '2', '2', '2', '2']);
  });

  it('does not exist for a recording without a link', async () => {
    expect(await caught(read(clientOf(), 'unlisted'))).toBeInstanceOf(OcpNotFoundError);
  });

  it('is continued by the same link after it broke off', async () => {
    const file = Buffer.alloc(70_000, 7);
    const version = { etag: '"v1"', 'accept-ranges': 'bytes' };
    serveFile = (response, { headers }) => {
      const from = Number(/\d+/.exec(headers.range ?? '0')![0]);
      const whole = { ...version, 'content-length': file.length };
      if (from === 0) {
        response.writeHead(200, whole);
        response.write(file.subarray(0, 40_000), () => response.destroy());
        return;
      }
      const range = `bytes ${from}-${file.length - 1}/${file.length}`;
      response.writeHead(206, { ...version, 'content-range': range }).end(file.subarray(from));
    };
    const { body } = await clientOf().client.download('job', 'a1', never());
    expect((await readAll(body)).equals(file)).toBe(true);
    expect(files.seen.map(({ path }) => path)).toEqual([
      '/bucket/a1.wav?X-Amz-Signature=first',
      '/bucket/a1.wav?X-Amz-Signature=first',
    ]);
  });

  it('keeps the link out of what the listing gives', async () => {
    for await (const entry of clientOf().client.jobRecordings('job', never()))
      expect(JSON.stringify(entry)).not.toContain('X-Amz-Signature');
  });
});
