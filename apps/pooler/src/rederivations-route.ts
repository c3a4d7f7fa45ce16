import {
  findOwnGroup,
  type GroupId,
  type RederivationJob,
  type Registry,
  type TenantId,
  type Timestamp,
} from '@recordings/call-record';
import { type Authenticate, mayRead, requireScope, sendProblem } from '@recordings/service';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseRederivationBody, parseRederivationQuery } from './rederivation-request.ts';
import type { RederivationRuns } from './rederivation-runs.ts';

export type RederivationsRouteDeps = {
  readonly authenticate: Authenticate;
  readonly registry: Registry;
  readonly runs: Pick<RederivationRuns, 'start' | 'status'>;
  readonly now: () => Timestamp;
};

type Group = { readonly tenantId: TenantId; readonly groupId: GroupId };

/**
 * `POST /v1/rederivations` starts or resumes a job that derives the explained and given-up calls of a group again. It
 * answers 202 before the job ends; GET with `tenantId` and `groupId` answers with its progress. Bodies arrive as text.
 */
export const registerRederivationsRoute = (app: FastifyInstance, deps: RederivationsRouteDeps): void => {
  const onRequest = requireScope(deps.authenticate, 'executions:run');
  app.post('/v1/rederivations', { onRequest }, async (request, reply) => {
    const body = parseRederivationBody(request.body, deps.now());
    if (Object.keys(request.query as object).length > 0) {
      return refuse(reply, 'QUERY_INVALID', 'expected no query; send a JSON body');
    }
    if ('invalid' in body) return refuse(reply, 'BODY_INVALID', body.invalid);
    const { from, to, ...group } = body.value;
    if (await refuseGroup(deps, group, request, reply)) return reply;
    const job = await deps.runs.start(group, { ...(from && { from }), ...(to && { to }) });
    if (job) return reply.code(202).send(answerOf(job));
    return refuse(reply, 'REDERIVATION_RUNNING', 'another run works on the job of this group');
  });
  app.get('/v1/rederivations', { onRequest }, async (request, reply) => {
    const query = parseRederivationQuery(request.query);
    if ('invalid' in query) return refuse(reply, 'QUERY_INVALID', query.invalid);
    if (await refuseGroup(deps, query.value, request, reply)) return reply;
    const job = await deps.runs.status(query.value);
    if (job) return answerOf(job);
    return refuse(reply, 'REDERIVATION_UNKNOWN', 'the group had no rederivation');
  });
};

const statusByCode = {
  BODY_INVALID: 400,
  GROUP_UNKNOWN: 404,
  QUERY_INVALID: 400,
  REDERIVATION_RUNNING: 409,
  REDERIVATION_UNKNOWN: 404,
  TENANT_FORBIDDEN: 403,
} as const;

/** @param detail repeats no part of the query. */
const refuse = (reply: FastifyReply, code: keyof typeof statusByCode, detail: string): FastifyReply =>
  sendProblem(reply, { status: statusByCode[code], code, detail });

/** @returns whether the request was refused. */
const refuseGroup = async (
  { registry }: RederivationsRouteDeps,
  group: Group,
  { credential }: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> => {
  if (!mayRead(credential, group.tenantId)) {
    await refuse(reply, 'TENANT_FORBIDDEN', 'the credential has no access to this tenant');
    return true;
  }
  if (findOwnGroup(registry, group)) return false;
  await refuse(reply, 'GROUP_UNKNOWN', 'the registry has no such group of this tenant');
  return true;
};

const answerOf = ({ tenantId, groupId, from, to, status, cursor, counts, ...job }: RederivationJob) => ({
  ...{ tenantId, groupId, from, to, status, cursor, counts },
  startedAt: job.startedAt,
  updatedAt: job.updatedAt,
});
