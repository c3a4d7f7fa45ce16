import { CallQuery, type FoundCalls, parseQuestion } from '@recordings/call-questions';
import { type Authenticate, mayRead, requireScope } from '@recordings/service';
import type { FastifyInstance } from 'fastify';
import { refuse } from '../refusals.ts';

export type FindCallsRouteDeps = {
  readonly authenticate: Authenticate;
  readonly findCalls: (query: CallQuery) => Promise<FoundCalls>;
};

/** `GET /v1/calls`: one page of the calls of a tenant that started in a range, with their state in words. */
export const registerFindCallsRoute = (app: FastifyInstance, deps: FindCallsRouteDeps): void => {
  app.get(
    '/v1/calls',
    { onRequest: requireScope(deps.authenticate, 'calls:read') },
    async (request, reply) => {
      const query = parseQuestion(CallQuery, request.query);
      if (!mayRead(request.credential, query.tenant)) {
        return refuse(reply, 'TENANT_FORBIDDEN', 'the credential may not read calls of this tenant');
      }
      request.tenantId = query.tenant;
      return deps.findCalls(query);
    },
  );
};
