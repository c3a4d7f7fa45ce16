import type { ToldCall } from '@recordings/call-questions';
import { CallId, type CallKey, TenantId } from '@recordings/call-record';
import { type Authenticate, mayRead, requireScope } from '@recordings/service';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuse } from '../refusals.ts';
import type { IssueAudioLink } from './issue-audio-link.ts';

export type CallsRouteDeps = {
  readonly authenticate: Authenticate;
  /** @returns undefined if the call has no record. */
  readonly tellCall: (key: CallKey) => Promise<ToldCall | undefined>;
  readonly issueAudioLink: IssueAudioLink;
};

type Params = { tenantId: string; callId: string };

/** `GET /v1/calls/{tenantId}/{callId}`: the record, its state and its timeline; `?audio=link` adds a link. */
export const registerCallsRoute = (app: FastifyInstance, deps: CallsRouteDeps): void => {
  app.get<{ Params: Params; Querystring: { audio?: string } }>(
    '/v1/calls/:tenantId/:callId',
    { onRequest: requireScope(deps.authenticate, 'calls:read') },
    async (request, reply) => {
      const key = readCallKey(request);
      const told = key && (await deps.tellCall(key));
      // The same answer for a call of another tenant: the sender must not learn that the call exists.
      if (!told) return refuse(reply, 'CALL_NOT_FOUND', 'no such call');
      const { record, status, timeline } = told;
      const answer = { ...record, status, timeline };
      if (request.query.audio !== 'link' || !record.s3Stored || !record.location) return answer;
      if (!request.credential?.scopes.includes('audio:read')) {
        return refuse(reply, 'SCOPE_MISSING', 'the credential lacks the scope audio:read');
      }
      const { name } = request.credential;
      return { ...answer, audioLink: await deps.issueAudioLink(record, record.location, name) };
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
