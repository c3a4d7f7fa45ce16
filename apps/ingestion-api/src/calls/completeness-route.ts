import { type Completeness, CompletenessQuery, parseQuestion } from '@recordings/call-questions';
import { type Authenticate, mayRead, requireScope } from '@recordings/service';
import type { FastifyInstance } from 'fastify';
import { refuse } from '../refusals.ts';

export type CompletenessRouteDeps = {
  readonly authenticate: Authenticate;
  readonly readCompleteness: (query: CompletenessQuery) => Promise<Completeness>;
};

/** `GET /v1/completeness`: how many calls of each group and closed hour are stored, explained, pending or given up. */
export const registerCompletenessRoute = (app: FastifyInstance, deps: CompletenessRouteDeps): void => {
  app.get(
    '/v1/completeness',
    { onRequest: requireScope(deps.authenticate, 'calls:read') },
    async (request, reply) => {
      const query = parseQuestion(CompletenessQuery, request.query);
      if (!mayRead(request.credential, query.tenant)) {
        return refuse(reply, 'TENANT_FORBIDDEN', 'the credential may not read calls of this tenant');
      }
      request.tenantId = query.tenant;
      return deps.readCompleteness(query);
    },
  );
};
