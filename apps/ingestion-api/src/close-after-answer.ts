import type { FastifyInstance } from 'fastify';

/**
 * Ends each connection with its answer once the app closes. Fastify ends the idle ones only at that moment; one that
 * was at work then would be kept alive by its sender, and hold up the stop until the grace period is over.
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
