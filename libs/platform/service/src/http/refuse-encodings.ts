import type { FastifyInstance } from 'fastify';
import { sendProblem } from './send-problem.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route itself decodes compressed bodies. */
    decodesBody?: boolean;
  }
}

/** Refuses a compressed body, unless the route decodes it: its bytes are not what the sender means. */
export const refuseEncodings = (app: Pick<FastifyInstance, 'addHook'>): void => {
  app.addHook('preParsing', ({ headers, routeOptions }, reply, body, done) => {
    const encoding = headers['content-encoding']?.trim().toLowerCase();
    if (!encoding || encoding === 'identity' || routeOptions.config.decodesBody) return done(null, body);
    const detail = 'this route does not decode a Content-Encoding; send the bytes as they are';
    void reply.header('accept-encoding', 'identity');
    sendProblem(reply, { status: 415, code: 'ENCODING_UNKNOWN', detail });
  });
};
