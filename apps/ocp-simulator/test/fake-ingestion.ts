import type { IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, inflateSync } from 'node:zlib';
import { sha256Of, startServer } from '@recordings/test-kit';
import { Response } from 'undici';

export type TakenRecording = {
  readonly fields: Readonly<Record<string, string>>;
  /** Names of the parts, in the order in which they arrived. */
  readonly order: readonly string[];
  readonly fileName: string;
  readonly sha256: string;
};

export type FakeIngestion = {
  readonly url: string;
  /** What was accepted, in the order of arrival: `CDR_START call-1`, `recording call-1`. */
  readonly taken: string[];
  readonly recordings: TakenRecording[];
  readonly eventBodies: { readonly contentType: string; readonly text: string }[];
  /** Headers of every request, refused ones too. */
  readonly headers: IncomingHttpHeaders[];
  close(): Promise<void>;
};

type Decision = 'take' | 'refuse' | 'interrupt' | 'drop';

/**
 * How the `count`th request (from 1) ends: accepted, refused, refused before its body is read, or with a dropped
 * connection.
 */
export type Mood = (count: number) => Decision | Promise<Decision>;

export const startFakeIngestion = async (mood: Mood = () => 'take'): Promise<FakeIngestion> => {
  const taken: string[] = [];
  const recordings: TakenRecording[] = [];
  const eventBodies: { contentType: string; text: string }[] = [];
  const headers: IncomingHttpHeaders[] = [];

  const takeEvents = (contentType: string, body: Buffer, encoding?: string): void => {
    const text = decodeText(contentType, body, encoding);
    eventBodies.push({ contentType, text });
    for (const event of eventsIn(contentType, text))
      taken.push(`${event['eventType'] ?? event['message_type']} ${event['callId'] ?? event['id']}`);
  };
  const takeRecording = async (contentType: string, body: Buffer): Promise<void> => {
    const recording = await readForm(contentType, body);
    recordings.push(recording);
    taken.push(`recording ${recording.fields['callId']}`);
  };

  const { url, stop } = await startServer((request, response) => {
    headers.push(request.headers);
    const act = async (): Promise<void> => {
      const decision = await mood(headers.length);
      if (decision === 'drop') return void request.socket.destroy();
      if (decision === 'interrupt') return void response.writeHead(503).end('too busy to read');
      const body = await buffer(request);
      if (decision === 'refuse') return void response.writeHead(503).end('busy');
      const contentType = request.headers['content-type']!;
      if (request.url === '/v1/events') takeEvents(contentType, body, request.headers['content-encoding']);
      else await takeRecording(contentType, body);
      response.writeHead(202).end();
    };
    void act().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  return {
    url,
    taken,
    recordings,
    eventBodies,
    headers,
    close: stop,
  };
};

const decodeText = (contentType: string, body: Buffer, encoding?: string): string => {
  const bytes = encoding === 'gzip' ? gunzipSync(body) : encoding === 'deflate' ? inflateSync(body) : body;
  return new TextDecoder(/charset=(.+)/.exec(contentType)?.[1]).decode(bytes);
};

const eventsIn = (contentType: string, text: string): Record<string, unknown>[] =>
  contentType.startsWith('application/x-ndjson')
    ? text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>)
    : [JSON.parse(text) as Record<string, unknown>].flat();

/** Reads a multipart body with undici's parser, not with ours. */
export const readForm = async (contentType: string, body: Buffer): Promise<TakenRecording> => {
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': contentType },
  }).formData();
  const parts = [...form.entries()];
  const file = form.get('file');
  if (file === null) throw new Error('the form has no file part');
  return {
    fields: Object.fromEntries(parts.filter((part): part is [string, string] => typeof part[1] === 'string')),
    order: parts.map(([name]) => name),
    // A part without a file name is read as text, which its bytes are not.
    ...(typeof file === 'string'
      ? { fileName: '', sha256: '' }
      : { fileName: file.name, sha256: sha256Of(await file.bytes()) }),
  };
};
