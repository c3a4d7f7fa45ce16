import type { IncomingMessage, ServerResponse } from 'node:http';
import { startServer, type TestServer } from '@recordings/test-kit';

/** How OCP answers one request for a recording. */
export type Answer = (response: ServerResponse) => void | Promise<void>;

export type FakeOcp = TestServer & {
  /** Answers to the requests for a recording, one after the other; the last one stays. */
  serve(recordingId: string, ...answers: readonly Answer[]): void;
  /** Requests for a recording so far, or for any. */
  requests(recordingId?: string): IncomingMessage[];
};

/** Serves recordings of finished export jobs on a free port of loopback. Any other recording is answered 404. */
export const startFakeOcp = async (): Promise<FakeOcp> => {
  const answers = new Map<string, Answer[]>();
  const seen: IncomingMessage[] = [];
  const idIn = ({ url = '' }: IncomingMessage): string => decodeURIComponent(url.split('/').at(-1)!);
  const server = await startServer((request, response) => {
    seen.push(request);
    const left = answers.get(idIn(request)) ?? [status(404)];
    const answer = left.length > 1 ? left.shift()! : left[0]!;
    void answer(response);
  });
  return {
    ...server,
    serve: (recordingId, ...given) => void answers.set(recordingId, [...given]),
    requests: (recordingId) =>
      seen.filter((request) => recordingId === undefined || idIn(request) === recordingId),
  };
};

export const whole =
  (bytes: Buffer, headers: Readonly<Record<string, string>> = {}): Answer =>
  (response) => {
    response.writeHead(200, { 'content-length': String(bytes.length), ...headers }).end(bytes);
  };

export const status =
  (code: number, body: object = {}, headers: Readonly<Record<string, string>> = {}): Answer =>
  (response) => {
    response.writeHead(code, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };

/** Declares the whole length and hangs up after `sentBytes`. */
export const cutOff =
  (bytes: Buffer, sentBytes: number): Answer =>
  (response) => {
    response.writeHead(200, { 'content-length': String(bytes.length) });
    response.write(bytes.subarray(0, sentBytes), () => response.destroy());
  };

/** Sends the part that the request asks for, and hangs up after `sentBytes` if there are more. */
export const inParts =
  (bytes: Buffer, sentBytes: number): Answer =>
  (response) => {
    const start = Number(/^bytes=(\d+)-$/.exec(response.req.headers.range ?? '')?.[1] ?? 0);
    const part = bytes.subarray(start);
    response.writeHead(start === 0 ? 200 : 206, {
      'content-length': String(part.length),
      etag: '"v1"',
      ...(start > 0 && { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` }),
    });
    if (part.length <= sentBytes) response.end(part);
    // The reader loses what it has not read when the connection breaks.
    else response.write(part.subarray(0, sentBytes), () => setTimeout(() => response.destroy(), 1_000));
  };

/** Sends a beginning, and the rest once `opened` resolves; never, by default. */
export const slow =
  (bytes: Buffer, opened: Promise<unknown> = new Promise(() => undefined)): Answer =>
  async (response) => {
    response.writeHead(200, { 'content-length': String(bytes.length) });
    response.write(bytes.subarray(0, 1_000));
    await opened;
    response.end(bytes.subarray(1_000));
  };

/** Never silent for long, and never done: one byte after the other until the reader leaves. */
export const dripping =
  (bytes: Buffer): Answer =>
  (response) => {
    response.writeHead(200, { 'content-length': String(bytes.length) });
    let sent = 0;
    const timer = setInterval(() => response.write(bytes.subarray(sent, (sent += 1))), 100);
    response.on('close', () => clearInterval(timer));
  };
