import { CallId, type CallKey, type CallRecord, TenantId } from '@recordings/call-record';
import { type Authenticate, mayRead, requireScope } from '@recordings/service';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuse } from '../refusals.ts';
import type { IssueAudioLink } from './issue-audio-link.ts';

export type CallsRouteDeps = {
  readonly authenticate: Authenticate;
  readonly getCall: (key: CallKey) => Promise<CallRecord | undefined>;
  readonly issueAudioLink: IssueAudioLink;
};

type Params = { tenantId: string; callId: string };

/** `GET /v1/calls/{tenantId}/{callId}`: the record; `?audio=link` adds a link to the recording. */
export const registerCallsRoute = (app: FastifyInstance, deps: CallsRouteDeps): void => {
  app.get<{ Params: Params; Querystring: { audio?: string } }>(
    '/v1/calls/:tenantId/:callId',
    { onRequest: requireScope(deps.authenticate, 'calls:read') },
    async (request, reply) => {
      const key = readCallKey(request);
      const call = key && (await deps.getCall(key));
      // The same answer for a call of another tenant: the sender must not learn that the call exists.
      if (!call) return refuse(reply, 'CALL_NOT_FOUND', 'no such call');
      if (request.query.audio !== 'link' || !call.s3Stored || !call.location) return call;
      if (!request.credential?.scopes.includes('audio:read')) {
        return refuse(reply, 'SCOPE_MISSING', 'the credential lacks the scope audio:read');
      }
      return { ...call, audioLink: await deps.issueAudioLink(call, call.location, request.credential.name) };
    },
  );
};

/** Reads the call's key from the path. @returns undefined if it is not a key, or if the credential must not read it. */
const readCallKey = (request: FastifyRequest<{ Params: Params }>): CallKey | undefined => {
  const tenantId = TenantId.safeParse(request.params.tenantId).data;
  const callId = CallId.safeParse(request.params.callId).data;
  if (tenantId === undefined || callId === undefined) return undefined;
  if (!mayRead(request.credential, tenantId)) return undefined;
  request.tenantId = tenantId;
  return { tenantId, callId };
};
