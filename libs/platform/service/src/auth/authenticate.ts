import {
  isUnregisteredTenant,
  senderIdOf,
  TenantId,
  UNKNOWN_TENANT,
  unregisteredTenantOf,
} from '@recordings/call-record';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from '../http/send-problem.ts';
import type { Authenticate } from './authentication.ts';
import type { Credential } from './credential.ts';
import type { Scope } from './scope.ts';

declare module 'fastify' {
  interface FastifyRequest {
    credential?: Credential;
    /** Its token names a key that may be new, or invented. */
    isKeyUnknown?: boolean;
    /** The tenant of the call in the request, once it is known. */
    tenantId?: string;
  }
}

/** The scope that a hook of `requireScope` requires. */
const scopes = new WeakMap<object, Scope>();

/** @returns undefined for any other hook. */
export const scopeOf = (hook: object): Scope | undefined => scopes.get(hook);

/** Makes a hook that refuses a request unless its sender is known and has `scope`. */
export const requireScope = (authenticate: Authenticate, scope: Scope) => {
  const hook = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const { headers, socket } = request.raw;
    const answer = await authenticate({ headers, peerAddress: socket.remoteAddress });
    if (answer.kind === 'refused') {
      void reply.header('www-authenticate', answer.challenge);
      return sendProblem(reply, { status: 401, code: 'UNAUTHENTICATED', detail: answer.message });
    }
    if (answer.kind === 'unavailable') {
      const { message, retryAfterS, isKeyUnknown = false } = answer;
      request.isKeyUnknown = isKeyUnknown;
      return sendProblem(reply, { status: 503, code: 'TRY_AGAIN', detail: message, retryAfterS });
    }
    request.credential = answer.credential; // Set it before the refusal: the log line names the sender.
    const lack = findLack(answer.credential, scope);
    return lack && sendProblem(reply, lack);
  };
  scopes.set(hook, scope);
  return hook;
};

const findLack = (credential: Credential, scope: Scope) => {
  if (credential.tenants.length === 0) {
    const detail = 'the token names no tenant that its issuer may give';
    return { status: 403, code: 'TENANT_FORBIDDEN', detail };
  }
  if (credential.scopes.includes(scope)) return undefined;
  return { status: 403, code: 'SCOPE_MISSING', detail: `the credential lacks the scope ${scope}` };
};

/**
 * Whether a credential may write a tenant's calls. Every credential may write its own calls of unregistered groups, and
 * under `unknown` those of a group that its tenants share.
 */
export const mayWrite = (credential: Credential | undefined, tenantId: string): boolean =>
  credential !== undefined && (tenantId === UNKNOWN_TENANT || isOwn(credential, tenantId));

/** Whether calls of the tenant are the credential's own, also those of unregistered groups. */
const isOwn = ({ tenants }: Credential, tenantId: string): boolean =>
  tenants.includes(tenantId) || tenantId === unregisteredTenantOf({ id: senderIdOf(tenants) });

/** The tenants whose calls a credential sends. */
export const reachedTenantsOf = (credential: Credential | undefined): readonly TenantId[] =>
  (credential?.tenants ?? []).flatMap((tenant) => TenantId.safeParse(tenant).data ?? []);

/** The tenant of a credential that has exactly one tenant: its calls belong to that tenant. */
export const soleTenantOf = (credential: Credential | undefined): TenantId | undefined =>
  credential?.tenants.length === 1 ? reachedTenantsOf(credential)[0] : undefined;

/**
 * Whether a credential may read a tenant's calls. One with the tenant `unknown` reads the calls of unregistered groups of
 * every sender, any other one only its own.
 */
export const mayRead = (credential: Credential | undefined, tenantId: string): boolean =>
  credential !== undefined &&
  (isOwn(credential, tenantId) ||
    (isUnregisteredTenant(tenantId) && credential.tenants.includes(UNKNOWN_TENANT)));
