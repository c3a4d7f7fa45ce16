import type { FastifyInstance } from 'fastify';
import type { Authority } from './authority.ts';

/** Where Keycloak has it, in the realm `ocp`. */
export const TOKEN_PATH = '/auth/realms/ocp/protocol/openid-connect/token';

export const registerTokenEndpoint = (app: FastifyInstance, authority: Authority): void => {
  void app.register(async (auth) => {
    auth.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    auth.post(TOKEN_PATH, async ({ body }, reply) => {
      const answer = authority.issue(body);
      return reply.code(answer.status).send(answer.body);
    });
  });
};
