import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How OCP answers one request for a recording. */
export type Answer = (response: ServerResponse) => void | Promise<void>;

export type FakeOcp = {
  readonly url: string;
  /** Answers to the requests for a recording, one after the other; the last one stays. */
  serve(recordingId: string, ...answers: readonly Answer[]): void;
  /** Requests for a recording so far, or for any. */
  requests(recordingId?: string): IncomingMessage[];
  stop(): Promise<void>;
};

/** Serves recordings of finished export jobs on a free port of loopback. What nobody serves is answered 404. */
export const startFakeOcp = async (): Promise<FakeOcp> => {
  const answers = new Map<string, Answer[]>();
  const seen: IncomingMessage[] = [];
  const idIn = ({ url = '' }: IncomingMessage): string => decodeURIComponent(url.split('/').at(-1)!);
  const server = createServer((request, response) => {
    seen.push(request);
    const left = answers.get(idIn(request)) ?? [status(404)];
    const answer = left.length > 1 ? left.shift()! : left[0]!;
    void answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (recordingId, ...given) => void answers.set(recordingId, [...given]),
    requests: (recordingId) =>
      seen.filter((request) => recordingId === undefined || idIn(request) === recordingId),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
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

/** Sends a beginning, and the rest once `opened` resolves; never, by default. */
export const slow =
  (bytes: Buffer, opened: Promise<unknown> = new Promise(() => undefined)): Answer =>
  async (response) => {
    response.writeHead(200, { 'content-length': String(bytes.length) });
    response.write(bytes.subarray(0, 1_000));
    await opened;
    response.end(bytes.subarray(1_000));
  };
