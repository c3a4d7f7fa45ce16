import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { startProvisionedAws } from '@recordings/local-aws';
import { API_KEY, GROUP, startApiOn } from '../bench/start-api.ts';
import { readOptions } from '../load/read-options.ts';
import { isGood } from '../load/report-load.ts';
import { runLoad } from '../load/run-load.ts';

const silent = (): void => undefined;

const optionsFor = (url: string, ...more: string[]) =>
  readOptions([
    ...['--url', url, '--key', API_KEY, '--ask-key', API_KEY, '--tenant', 'acme', '--group', GROUP],
    ...['--calls', '12', '--clients', '4', '--size-kb', '20', '--wait-seconds', '1', ...more],
  ]);

describe('npm run load against the ingestion API', () => {
  it('counts what was accepted and finds every call stored', async () => {
    const { aws, prefix, topicArns, stop } = await startProvisionedAws({ linesOfBusiness: ['sales'] });
    const place = { environment: aws.environment, prefix, topicArn: topicArns.recordingEvents };
    const api = await startApiOn(place);
    const report = await runLoad(optionsFor(api.url, '--wait-seconds', '60'), silent);
    await api.stop();
    await stop();
    expect(report).toMatchObject({ events: { accepted: 36 }, recordings: { accepted: 12 }, lost: [] });
    expect(isGood(report)).toBe(true);
  });
});

describe('npm run load against a server that is not right', () => {
  let server: Server;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;

  const start = async (): Promise<string> => {
    server = createServer((request, response) => {
      void buffer(request).then(() => answer(request, response));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  afterEach(() => server.close());

  const isQuestion = ({ method }: IncomingMessage): boolean => method === 'GET';

  it('names a call that was accepted and has no record', async () => {
    answer = (request, response) => void response.writeHead(isQuestion(request) ? 404 : 201).end('{}');
    const report = await runLoad(optionsFor(await start()), silent);
    expect(report.lost).toHaveLength(12);
    expect(report.lost[0]).toMatchObject({ why: 'no record' });
    expect(isGood(report)).toBe(false);
  });

  it('names a call that is stored with other bytes', async () => {
    const record = JSON.stringify({ s3Stored: true, audio: { sha256: 'f00d' } });
    answer = (request, response) => void response.writeHead(isQuestion(request) ? 200 : 201).end(record);
    const report = await runLoad(optionsFor(await start()), silent);
    expect(report.lost).toHaveLength(12);
    expect(report.lost[0]?.why).toMatch(/^stored with SHA-256 f00d, expected [0-9a-f]{64}$/);
  });

  it('sends again after the time that a 503 names', async () => {
    const seen = new Set<string>();
    answer = (request, response) => {
      if (isQuestion(request) || seen.has(request.url!)) return void response.writeHead(201).end('{}');
      seen.add(request.url!);
      response.writeHead(503, { 'retry-after': '0' }).end('{"code":"BUSY"}');
    };
    const { events, recordings, answers } = await runLoad(optionsFor(await start()), silent);
    expect(events).toMatchObject({ accepted: 36, sentAgain: 1, refused: 0 });
    expect(recordings).toMatchObject({ accepted: 12, sentAgain: 1, refused: 0 });
    expect(answers).toEqual({ 'event: 503 BUSY': 1, 'recording: 503 BUSY': 1 });
  });

  it('does not repeat a request that is refused', async () => {
    answer = (_request, response) => void response.writeHead(403).end('{"code":"TENANT_FORBIDDEN"}');
    const report = await runLoad(optionsFor(await start()), silent);
    expect(report.recordings).toMatchObject({ accepted: 0, sentAgain: 0, refused: 12 });
    expect(report.answers).toEqual({
      'event: 403 TENANT_FORBIDDEN': 36,
      'recording: 403 TENANT_FORBIDDEN': 12,
    });
    expect(isGood(report)).toBe(false);
  });
});

describe('the options of npm run load', () => {
  it.each([
    [['--calls', '0'], '--calls must be a whole number from 1 to 1000000; it is "0"'],
    [['--loss', '2'], '--loss must be a number from 0 to 1; it is "2"'],
    [['--simulator', 'here'], '--simulator must be an http or https address; it is "here"'],
  ])('refuse %j by name, value and range', (args, message) => {
    expect(() => optionsFor('http://127.0.0.1:1', ...args)).toThrow(message);
  });

  it('need a key', () => {
    expect(() => readOptions([])).toThrow('--key is needed');
  });
});
