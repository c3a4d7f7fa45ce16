import type { FastifyInstance } from 'fastify';
import { readBody } from './read-body.ts';

/** Receives events as bytes, so that a body that is not JSON is quarantined unchanged. Recordings stay a stream. */
export const parseBodies = (
  app: Pick<FastifyInstance, 'removeContentTypeParser' | 'addContentTypeParser'>,
): void => {
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser(['application/json', 'application/x-ndjson', 'text/plain'], readBody);
  app.addContentTypeParser(/^(audio\/|application\/octet-stream|binary\/)/, (_, __, done) => done(null));
  // Some senders of recordings name no type. The routes refuse a body of any other type: it is not read.
  app.addContentTypeParser('*', ({ headers }, _, done) => done(null, headers['content-type']));
};
