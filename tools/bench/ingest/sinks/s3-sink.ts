import type { IncomingMessage } from 'node:http';
import type { SinkAnswer } from './serve-sink.ts';

/** What a HEAD says of an object. */
type Known = Readonly<Record<string, string>>;

const ETAG = '"00000000000000000000000000000000"';

type Sink = {
  readonly objects: Map<string, Known>;
  readonly metadataByUpload: Map<string, Known>;
  uploads: number;
};

/** S3 that drops the bytes of objects and parts, and remembers the size, checksum and metadata that it received. */
export const makeS3Sink = () => {
  const sink: Sink = { objects: new Map(), metadataByUpload: new Map(), uploads: 0 };
  return {
    clear: () => sink.objects.clear(),
    answer: async (request: IncomingMessage): Promise<SinkAnswer> => {
      const receivedBytes = await countBytes(request);
      return answer(sink, request, receivedBytes);
    },
  };
};

/**
 * By events, which take the least CPU time: the sink shares its core with the clients. The memory of each chunk is freed at
 * once. Else V8 collects the whole heap of this process for every 20 MB that it drops, and a fast server waits for that.
 */
const countBytes = (request: IncomingMessage): Promise<number> =>
  new Promise((resolve, reject) => {
    let bytes = 0;
    request.on('data', ({ length, buffer }: Buffer) => {
      bytes += length;
      if (length === buffer.byteLength) (buffer as ArrayBuffer).transfer(0);
    });
    request.on('end', () => resolve(bytes));
    request.on('error', reject);
  });

const answer = (sink: Sink, request: IncomingMessage, receivedBytes: number): SinkAnswer => {
  const { pathname, searchParams } = new URL(request.url!, 'http://s3');
  const id = searchParams.get('uploadId');
  switch (request.method) {
    case 'HEAD':
      return find(sink, pathname);
    case 'POST':
      return id === null ? open(sink, pathname, request) : complete(sink, pathname, id, request);
    case 'DELETE':
      sink.objects.delete(pathname);
      return { status: 204 };
    default:
      if (request.headers['x-amz-copy-source'] !== undefined) return copy();
      if (id !== null) return { headers: { etag: ETAG, ...checksumsOf(request.headers) } };
      return put(sink, pathname, request, receivedBytes);
  }
};

const put = (
  { objects }: Sink,
  path: string,
  { headers }: IncomingMessage,
  receivedBytes: number,
): SinkAnswer => {
  if (headers['if-none-match'] === '*' && objects.has(path)) return { status: 412 };
  const checksums = checksumsOf(headers);
  objects.set(path, { 'content-length': String(receivedBytes), ...checksums, ...metadataOf(headers) });
  return { headers: { etag: ETAG, ...checksums } };
};

const open = (sink: Sink, path: string, { headers }: IncomingMessage): SinkAnswer => {
  sink.uploads += 1;
  const id = `upload-${sink.uploads}`;
  sink.metadataByUpload.set(id, metadataOf(headers));
  const result = `<Key>${path}</Key><UploadId>${id}</UploadId>`;
  return xml(`<InitiateMultipartUploadResult>${result}</InitiateMultipartUploadResult>`);
};

const complete = (sink: Sink, path: string, id: string, { headers }: IncomingMessage): SinkAnswer => {
  const length = String(headers['x-amz-mp-object-size'] ?? '0');
  const metadata = sink.metadataByUpload.get(id);
  sink.objects.set(path, { 'content-length': length, ...checksumsOf(headers), ...metadata });
  sink.metadataByUpload.delete(id);
  return xml(`<CompleteMultipartUploadResult><ETag>${ETAG}</ETag></CompleteMultipartUploadResult>`);
};

const copy = (): SinkAnswer => xml(`<CopyPartResult><ETag>${ETAG}</ETag></CopyPartResult>`);

const find = ({ objects }: Sink, path: string): SinkAnswer => {
  const known = objects.get(path);
  return known ? { headers: { etag: ETAG, ...known } } : { status: 404 };
};

const xml = (content: string): SinkAnswer => ({
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>${content}`,
});

/** Given checksums cover the whole object here: no client of the bench asks for another kind. */
const checksumsOf = (headers: IncomingMessage['headers']): Known => {
  const given = pick(headers, /^x-amz-checksum-(sha256|crc32|crc64nvme)$/);
  return Object.keys(given).length > 0 ? { ...given, 'x-amz-checksum-type': 'FULL_OBJECT' } : {};
};

const metadataOf = (headers: IncomingMessage['headers']): Known => pick(headers, /^x-amz-meta-/);

const pick = (headers: IncomingMessage['headers'], names: RegExp): Known =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      names.test(name) && typeof value === 'string' ? [[name, value]] : [],
    ),
  );
