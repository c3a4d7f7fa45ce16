import type { FastifyInstance } from 'fastify';

/** Receives events as bytes, so that a body that is not JSON is quarantined unchanged. Recordings stay a stream. */
export const parseBodies = (
  app: Pick<FastifyInstance, 'removeContentTypeParser' | 'addContentTypeParser'>,
): void => {
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser(
    ['application/json', 'application/x-ndjson', 'text/plain'],
    { parseAs: 'buffer' },
    (_, body, done) => done(null, body),
  );
  app.addContentTypeParser(/^(audio\/|application\/octet-stream)/, (_, __, done) => done(null));
};
