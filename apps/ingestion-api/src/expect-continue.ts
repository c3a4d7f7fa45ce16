import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';

/**
 * Answers `Expect: 100-continue` only once a request is admitted: its key, its rights and its declared length are good.
 * Node itself answers it before it hands out the request, so that a sender with a wrong key sends its whole body.
 */
export const continueWhenAdmitted = (app: Pick<FastifyInstance, 'addHook' | 'server'>): void => {
  const waiting = new WeakSet<IncomingMessage>();
  app.server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    waiting.add(request);
    app.server.emit('request', request, response);
  });
  // The last step before the body is read.
  app.addHook('preParsing', (request, reply, _, done) => {
    if (!request.is404 && !reply.sent && waiting.delete(request.raw)) reply.raw.writeContinue();
    done();
  });
  // The sender keeps its body, or sends it all the same: what follows on the connection is unknown.
  app.addHook('onSend', ({ raw }, reply, payload, done) => {
    if (waiting.has(raw)) void reply.header('connection', 'close');
    done(null, payload);
  });
};
