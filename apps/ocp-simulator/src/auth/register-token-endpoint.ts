import type { FastifyInstance } from 'fastify';
import type { Answering } from '../answers/make-answering.ts';
import type { Story } from '../script/make-story.ts';
import type { Authority } from './authority.ts';

/** Where Keycloak has it, in the realm `ocp`. */
export const TOKEN_PATH = '/auth/realms/ocp/protocol/openid-connect/token';

type TokenDeps = {
  readonly authority: Pick<Authority, 'issue'>;
  readonly story: Pick<Story, 'at'>;
  readonly answering: Pick<Answering, 'remember' | 'replace'>;
};

export const registerTokenEndpoint = (
  app: FastifyInstance,
  { authority, story, answering }: TokenDeps,
): void => {
  void app.register(async (auth) => {
    auth.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    auth.post(TOKEN_PATH, async (request, reply) => {
      const effects = story.at('token', {});
      answering.remember(request, effects);
      if (await answering.replace(effects, request, reply)) return reply;
      const answer = authority.issue(request.body);
      return reply.code(answer.status).send(answer.body);
    });
  });
};
