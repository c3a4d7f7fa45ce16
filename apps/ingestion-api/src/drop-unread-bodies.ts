import type { FastifyInstance } from 'fastify';

/** A sender that is told 413 or 403 gets this long to stop; then its connection ends. */
const LINGER_MS = 10_000;

/**
 * Lets in and drops what is left of a body when its answer is out. Many senders listen only once they have sent
 * everything: they would wait for us for ever, and we for them when we stop.
 */
export const dropUnreadBodies = (app: Pick<FastifyInstance, 'addHook'>): void => {
  app.addHook('onResponse', ({ raw }, _, done) => {
    if (!raw.readableEnded && !raw.destroyed) {
      raw.unpipe();
      raw.resume();
      setTimeout(() => raw.destroy(), LINGER_MS).unref(); // Does nothing to a body that has come to its end.
    }
    done();
  });
};
