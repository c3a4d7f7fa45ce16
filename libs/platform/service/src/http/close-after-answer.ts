import type { FastifyInstance } from 'fastify';
import { sendProblem } from './send-problem.ts';

const RETRY_AFTER_S = 1;

/**
 * While the app is closing: refuses new requests, and closes each connection after its answer. Fastify itself closes only
 * connections that are idle at that moment. A busy one would stay open after its answer and delay the stop until the
 * grace period ends.
 */
export const closeAfterAnswer = (app: Pick<FastifyInstance, 'addHook'>): void => {
  let isClosing = false;
  app.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  app.addHook('onRequest', (_, reply, done) => {
    if (!isClosing) return done();
    const detail = 'this process is stopping; send it again';
    sendProblem(reply, { status: 503, code: 'STOPPING', detail, retryAfterS: RETRY_AFTER_S });
  });
  app.addHook('onSend', (_, reply, payload, done) => {
    if (isClosing) void reply.header('connection', 'close');
    done(null, payload);
  });
};
