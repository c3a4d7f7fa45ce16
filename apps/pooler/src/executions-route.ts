import type { Execution } from '@recordings/missing-calls';
import { type Credential, requireScope } from '@recordings/service';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

/** Strict: if a misspelt `dryRun` were ignored, the execution would publish. */
const Query = z.object({ dryRun: z.enum(['true', 'false']).default('false') });

export type ExecutionsRouteDeps = {
  readonly credentials: readonly Credential[];
  readonly execute: (isDryRun: boolean) => Promise<Execution | undefined>;
};

/** `POST /v1/executions` runs an execution; `?dryRun=true` only plans it. 409 while another execution runs. */
export const registerExecutionsRoute = (app: FastifyInstance, deps: ExecutionsRouteDeps): void => {
  app.post(
    '/v1/executions',
    { onRequest: requireScope(deps.credentials, 'executions:run') },
    async (request, reply) => {
      const query = Query.safeParse(request.query);
      if (!query.success) {
        return reply.code(400).send({ code: 'QUERY_INVALID', message: 'dryRun must be true or false' });
      }
      const execution = await deps.execute(query.data.dryRun === 'true');
      if (execution) return execution;
      return reply.code(409).send({ code: 'EXECUTION_RUNNING', message: 'another execution is running' });
    },
  );
};
