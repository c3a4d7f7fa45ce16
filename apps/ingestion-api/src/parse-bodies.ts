import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readBody } from './read-body.ts';

/** JSON under other names: `text/json`, `application/cloudevents+json`, `application/jsonl`. */
const OTHER_JSON = /^(text\/json|application\/([\w.-]+\+json|ndjson|jsonl|jsonlines|x-jsonlines))\s*(;|$)/i;

/** Receives events as bytes, so that a body that is not JSON is quarantined unchanged. Recordings stay a stream. */
export const parseBodies = (
  app: Pick<FastifyInstance, 'removeContentTypeParser' | 'addContentTypeParser'>,
): void => {
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser(['application/json', 'application/x-ndjson', 'text/plain'], readBody);
  app.addContentTypeParser(OTHER_JSON, readBody);
  app.addContentTypeParser(/^(audio\/|application\/octet-stream|binary\/)/, (_, __, done) => done(null));
  // Some senders name no type. The routes refuse a body of any other type: it is not read.
  app.addContentTypeParser('*', async (request: FastifyRequest, body: Readable) => {
    const type = request.headers['content-type'];
    const isEvents = request.routeOptions.config.intake === 'events';
    return type === undefined && isEvents ? readBody(request, body) : type;
  });
};
