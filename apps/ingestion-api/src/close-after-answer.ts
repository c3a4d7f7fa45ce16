import type { FastifyInstance } from 'fastify';

/**
 * Closes each connection after its answer once the app is closing. Fastify itself closes only connections that are idle
 * at that moment. A busy one would stay open after its answer and delay the stop until the grace period ends.
 */
export const closeAfterAnswer = (app: Pick<FastifyInstance, 'addHook'>): void => {
  let isClosing = false;
  app.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  app.addHook('onSend', (_, reply, payload, done) => {
    if (isClosing) void reply.header('connection', 'close');
    done(null, payload);
  });
};
