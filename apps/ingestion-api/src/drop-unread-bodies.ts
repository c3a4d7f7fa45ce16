import type { FastifyInstance } from 'fastify';

/** A sender that got a 413 or 403 has this long to finish its body. Then its connection is closed. */
const LINGER_MS = 10_000;

/**
 * Reads and drops the rest of a body after its answer. Many senders read the answer only after they have sent everything:
 * without this they would wait for us for ever, and we would wait for them when we stop.
 */
export const dropUnreadBodies = (app: Pick<FastifyInstance, 'addHook'>): void => {
  app.addHook('onResponse', (request, _, done) => {
    const { raw } = request;
    if (raw.readableEnded || raw.destroyed) return done();
    if (request.bodySignal?.aborted)
      raw.destroy(); // It came too slowly already.
    else {
      raw.unpipe();
      raw.resume();
      setTimeout(() => raw.destroy(), LINGER_MS).unref(); // Has no effect on a body that has ended.
    }
    done();
  });
};
