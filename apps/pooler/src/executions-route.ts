import type { ExecutionRecord } from '@recordings/reconciliation';
import { type Authenticate, requireScope, sendProblem } from '@recordings/service';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Execute } from './execute.ts';
import { type ExecutionBody, findInvalidQuery, parseExecutionBody } from './execution-request.ts';
import type { ReadExecutions } from './read-executions.ts';
import { renderPlan } from './render-plan.ts';

export type ExecutionsRouteDeps = {
  readonly authenticate: Authenticate;
  readonly execute: Execute;
  readonly executions: ReadExecutions;
};

const ListQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(20) });

/**
 * `POST /v1/executions` runs an execution over the tenants of the key, or over the part of their calls that the body names;
 * `?dryRun=true` only plans it, and answers with tables for people to `Accept: text/plain`. 409 while another execution
 * runs. `GET` answers with one execution, or lists the newest.
 */
export const registerExecutionsRoute = (app: FastifyInstance, deps: ExecutionsRouteDeps): void => {
  // Every body is read as text, whatever its type, so that it is refused and not ignored.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  const onRequest = requireScope(deps.authenticate, 'executions:run');
  app.post('/v1/executions', { onRequest }, async (request, reply) => {
    const invalidQuery = findInvalidQuery(request.query);
    if (invalidQuery) return refuse(reply, 'QUERY_INVALID', invalidQuery);
    const body = parseExecutionBody(request.body);
    if ('invalid' in body) return refuse(reply, 'BODY_INVALID', body.invalid);
    const reached = request.credential?.tenants ?? [];
    if (body.value.tenants?.some((tenant) => !reached.includes(tenant))) {
      return refuse(reply, 'TENANT_FORBIDDEN', 'the credential has no access to one of the tenants');
    }
    const { dryRun } = request.query as { readonly dryRun?: string };
    const execution = await deps.execute({ isDryRun: dryRun === 'true', ...scopeOf(body.value, reached) });
    if (!execution) return refuse(reply, 'EXECUTION_RUNNING', 'another execution is running');
    if (!execution.plan || request.headers.accept !== 'text/plain') return execution;
    return reply.type('text/plain; charset=utf-8').send(renderPlan(execution, 'tables'));
  });
  app.get('/v1/executions', { onRequest }, async (request, reply) => {
    const query = ListQuery.safeParse(request.query);
    if (!query.success)
      return refuse(reply, 'QUERY_INVALID', 'expected limit, an integer from 1 to 100, or no query');
    const executions = await deps.executions.list(request.credential!, query.data.limit);
    return { executions: executions.map(answerOf) };
  });
  app.get<{ Params: { readonly executionId: string } }>(
    '/v1/executions/:executionId',
    { onRequest },
    async (request, reply) => {
      const execution = await deps.executions.get(request.credential!, request.params.executionId);
      return execution
        ? answerOf(execution)
        : refuse(reply, 'EXECUTION_UNKNOWN', 'no such execution of the tenants of the credential');
    },
  );
};

const statusByCode = {
  BODY_INVALID: 400,
  EXECUTION_RUNNING: 409,
  EXECUTION_UNKNOWN: 404,
  QUERY_INVALID: 400,
  TENANT_FORBIDDEN: 403,
} as const;

/** @param detail repeats no part of the query. */
const refuse = (reply: FastifyReply, code: keyof typeof statusByCode, detail: string): FastifyReply =>
  sendProblem(reply, { status: statusByCode[code], code, detail });

const scopeOf = ({ tenants, groups, callIds, from, to }: ExecutionBody, reached: readonly string[]) => ({
  tenantIds: tenants ?? reached,
  ...(groups && { groupIds: groups }),
  ...(callIds && { callIds }),
  ...(from && { from }),
  ...(to && { to }),
});

const answerOf = ({
  executionId,
  status,
  isDryRun,
  scope,
  startedAt,
  endedAt,
  figures,
  error,
}: ExecutionRecord) => ({
  ...{ executionId, status, isDryRun, scope, startedAt },
  ...(endedAt && { endedAt }),
  ...(figures && { figures }),
  ...(error && { error }),
});
