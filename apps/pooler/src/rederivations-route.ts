import {
  type GroupId,
  type RederivationJob,
  type Registry,
  type TenantId,
  timestampOf,
} from '@recordings/call-record';
import { type Authenticate, mayRead, requireScope } from '@recordings/service';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseRederivationBody, parseRederivationQuery } from './rederivation-request.ts';
import type { RederivationRuns } from './rederivation-runs.ts';

export type RederivationsRouteDeps = {
  readonly authenticate: Authenticate;
  readonly registry: Registry;
  readonly runs: Pick<RederivationRuns, 'start' | 'status'>;
};

type Group = { readonly tenantId: TenantId; readonly groupId: GroupId };

/**
 * `POST /v1/rederivations` starts or resumes a job that derives the explained and given-up calls of a group again. It
 * answers 202 before the job ends; GET with `tenantId` and `groupId` answers with its progress. Bodies arrive as text.
 */
export const registerRederivationsRoute = (app: FastifyInstance, deps: RederivationsRouteDeps): void => {
  const onRequest = requireScope(deps.authenticate, 'executions:run');
  app.post('/v1/rederivations', { onRequest }, async (request, reply) => {
    const body = parseRederivationBody(request.body, timestampOf(Date.now()));
    if (Object.keys(request.query as object).length > 0) {
      return reply.code(400).send({ code: 'QUERY_INVALID', message: 'expected no query; send a JSON body' });
    }
    if ('invalid' in body) return reply.code(400).send({ code: 'BODY_INVALID', message: body.invalid });
    const { from, to, ...group } = body.value;
    if (await refuseGroup(deps, group, request, reply)) return reply;
    const job = await deps.runs.start(group, { ...(from && { from }), ...(to && { to }) });
    if (job) return reply.code(202).send(answerOf(job));
    return reply
      .code(409)
      .send({ code: 'REDERIVATION_RUNNING', message: 'another run works on the job of this group' });
  });
  app.get('/v1/rederivations', { onRequest }, async (request, reply) => {
    const query = parseRederivationQuery(request.query);
    if ('invalid' in query) return reply.code(400).send({ code: 'QUERY_INVALID', message: query.invalid });
    if (await refuseGroup(deps, query.value, request, reply)) return reply;
    const job = await deps.runs.status(query.value);
    if (job) return answerOf(job);
    return reply.code(404).send({ code: 'REDERIVATION_UNKNOWN', message: 'the group had no rederivation' });
  });
};

/** @returns whether the request was refused. */
const refuseGroup = async (
  { registry }: RederivationsRouteDeps,
  { tenantId, groupId }: Group,
  { credential }: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> => {
  if (!mayRead(credential, tenantId)) {
    await reply
      .code(403)
      .send({ code: 'TENANT_FORBIDDEN', message: `the credential has no access to tenant ${tenantId}` });
    return true;
  }
  if (registry.findGroup(groupId, tenantId)?.tenant === tenantId) return false;
  await reply
    .code(404)
    .send({ code: 'GROUP_UNKNOWN', message: `the registry has no group ${groupId} of tenant ${tenantId}` });
  return true;
};

const answerOf = ({ tenantId, groupId, from, to, status, cursor, counts, ...job }: RederivationJob) => ({
  ...{ tenantId, groupId, from, to, status, cursor, counts },
  startedAt: job.startedAt,
  updatedAt: job.updatedAt,
});
