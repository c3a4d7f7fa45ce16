import { type Authenticate, requireScope, sendProblem } from '@recordings/service';
import type { FastifyInstance } from 'fastify';
import type { Execute } from './execute.ts';
import { findInvalidBody, findInvalidQuery } from './invalid-execution-request.ts';

export type ExecutionsRouteDeps = {
  readonly authenticate: Authenticate;
  readonly execute: Execute;
};

/**
 * `POST /v1/executions` runs an execution over the tenants of the key; `?dryRun=true` only plans it. 409 while another
 * execution runs.
 */
export const registerExecutionsRoute = (app: FastifyInstance, deps: ExecutionsRouteDeps): void => {
  // Every body is read as text, whatever its type, so that it is refused and not ignored.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.post(
    '/v1/executions',
    { onRequest: requireScope(deps.authenticate, 'executions:run') },
    async (request, reply) => {
      const invalidQuery = findInvalidQuery(request.query);
      if (invalidQuery)
        return sendProblem(reply, { status: 400, code: 'QUERY_INVALID', detail: invalidQuery });
      const invalidBody = findInvalidBody(request.body);
      if (invalidBody) return sendProblem(reply, { status: 400, code: 'BODY_INVALID', detail: invalidBody });
      const { dryRun } = request.query as { readonly dryRun?: string };
      const tenantIds = request.credential?.tenants ?? [];
      const execution = await deps.execute({ isDryRun: dryRun === 'true', tenantIds });
      if (execution) return execution;
      const detail = 'another execution is running';
      return sendProblem(reply, { status: 409, code: 'EXECUTION_RUNNING', detail });
    },
  );
};
