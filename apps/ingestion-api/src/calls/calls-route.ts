import { CallId, type CallKey, type CallRecord, type Location, TenantId } from '@recordings/call-record';
import type { FastifyInstance } from 'fastify';
import { type Credential, mayRead, requireScope } from '@recordings/service';

export type CallsRouteDeps = {
  readonly credentials: readonly Credential[];
  readonly getCall: (key: CallKey) => Promise<CallRecord | undefined>;
  readonly presignGet: (location: Location, expiresInS: number) => Promise<string>;
};

/** Requirement documents: links to audio live 15 minutes. */
const LINK_LIFE_S = 900;

/** `GET /v1/calls/{tenantId}/{callId}`: the record; `?audio=link` adds a link to the recording. */
export const registerCallsRoute = (app: FastifyInstance, deps: CallsRouteDeps): void => {
  app.get<{ Params: { tenantId: string; callId: string }; Querystring: { audio?: string } }>(
    '/v1/calls/:tenantId/:callId',
    { onRequest: requireScope(deps.credentials, 'calls:read') },
    async (request, reply) => {
      const tenantId = TenantId.safeParse(request.params.tenantId);
      const callId = CallId.safeParse(request.params.callId);
      const isReachable = tenantId.success && callId.success && mayRead(request.credential, tenantId.data);
      if (isReachable) request.tenantId = tenantId.data;
      const call = isReachable
        ? await deps.getCall({ tenantId: tenantId.data, callId: callId.data })
        : undefined;
      // A foreign call and one that does not exist look alike: nobody learns of another tenant's calls.
      if (!call) return reply.code(404).send({ code: 'CALL_NOT_FOUND', message: 'no such call' });
      const { pk: _, sk: __, ...record } = call as CallRecord & { pk?: string; sk?: string };
      if (request.query.audio !== 'link' || !record.s3Stored || !record.location) return record;
      if (!request.credential?.scopes.includes('audio:read')) {
        return reply
          .code(403)
          .send({ code: 'SCOPE_MISSING', message: 'the credential lacks the scope audio:read' });
      }
      return { ...record, audioLink: await deps.presignGet(record.location, LINK_LIFE_S) };
    },
  );
};
