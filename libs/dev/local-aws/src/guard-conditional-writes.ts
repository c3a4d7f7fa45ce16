import type { ServerResponse } from 'node:http';
import type { buildApp } from 'fauxqs';

type App = ReturnType<typeof buildApp>;

const PRECONDITION_FAILED = `<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>PreconditionFailed</Code><Message>At least one of the pre-conditions you specified did not hold</Message></Error>`;
const NO_SUCH_KEY = `<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>`;

/**
 * Adds conditional writes to the embedded S3, which lacks them. As on AWS, PutObject, CopyObject and CompleteMultipartUpload
 * with `If-None-Match: *` answer 412 if the key exists. With `If-Match` they answer 412 if the object has another ETag, and 404
 * if there is none.
 *
 * Such requests for one key take turns: each waits until the one before is answered. So one of several concurrent
 * requests wins. The turns are those of one process, as the store is.
 */
export const guardConditionalWrites = (app: App): void => {
  const turns = makeTurns();

  app.addHook('onRequest', async (request, reply) => {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    const { 'if-match': wanted, 'if-none-match': unwanted } = request.headers;
    if ((unwanted !== '*' && wanted === undefined) || !createsObject(request.method, searchParams)) return;

    await turns.next(pathname, closed(reply.raw));

    const { statusCode, headers } = await app.inject({ method: 'HEAD', url: pathname });
    const exists = statusCode === 200;
    const xml = reply.type('application/xml');
    if (wanted !== undefined && !exists) return xml.code(404).send(NO_SUCH_KEY);
    if (wanted === undefined ? exists : bare(headers['etag']) !== bare(wanted))
      return xml.code(412).send(PRECONDITION_FAILED);
    return;
  });
};

/** S3 takes an ETag with and without its quotes. */
const bare = (etag: unknown): string => String(etag).replaceAll('"', '');

/** Resolves when the answer was sent or its connection closed. */
const closed = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    if (response.closed) resolve();
    else response.once('close', resolve);
  });

const createsObject = (method: string, query: URLSearchParams): boolean =>
  (method === 'PUT' && !query.has('partNumber')) || (method === 'POST' && query.has('uploadId'));

/** One queue for each key. A turn ends when its `done` settles. */
const makeTurns = () => {
  const last = new Map<string, Promise<void>>();

  return {
    /** Resolves when every earlier turn of `key` has ended. */
    next: async (key: string, done: Promise<void>): Promise<void> => {
      const earlier = last.get(key) ?? Promise.resolve();
      const turn = earlier.then(() => done);
      last.set(key, turn);
      void turn.finally(() => {
        if (last.get(key) === turn) last.delete(key);
      });
      await earlier;
    },
  };
};
