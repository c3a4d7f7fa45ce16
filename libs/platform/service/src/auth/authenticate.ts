import { createHash, timingSafeEqual } from 'node:crypto';
import { TenantId, UNKNOWN_TENANT } from '@recordings/call-record';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from '../http/send-problem.ts';
import type { Credential, Scope } from './credentials.ts';

declare module 'fastify' {
  interface FastifyRequest {
    credential?: Credential;
    /** The tenant of the call in the request, once it is known. */
    tenantId?: string;
  }
}

/** Makes a hook that refuses a request unless its `X-API-Key` is known and its credential has `scope`. */
export const requireScope =
  (credentials: readonly Credential[], scope: Scope) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const key = request.headers['x-api-key'];
    const credential = typeof key === 'string' ? findCredential(credentials, key) : undefined;
    if (!credential) {
      const detail = 'a valid X-API-Key header is required';
      return sendProblem(reply, { status: 401, code: 'UNAUTHENTICATED', detail });
    }
    request.credential = credential; // Set it before the refusal: the log line names the sender.
    if (!credential.scopes.includes(scope)) {
      const detail = `the credential lacks the scope ${scope}`;
      return sendProblem(reply, { status: 403, code: 'SCOPE_MISSING', detail });
    }
    return undefined;
  };

/**
 * Whether a credential may write a tenant's calls. Calls of groups that are not in the registry are kept under the tenant
 * `unknown`: every credential that may write may send them.
 */
export const mayWrite = (credential: Credential | undefined, tenantId: string): boolean =>
  tenantId === UNKNOWN_TENANT ? credential !== undefined : mayRead(credential, tenantId);

/** The tenant of a credential that has exactly one tenant: its calls belong to that tenant. */
export const soleTenantOf = (credential: Credential | undefined): TenantId | undefined =>
  credential?.tenants.length === 1 ? TenantId.safeParse(credential.tenants[0]).data : undefined;

/** Whether a credential may read a tenant's calls. */
export const mayRead = (credential: Credential | undefined, tenantId: string): boolean =>
  credential?.tenants.includes(tenantId) ?? false;

/** Compares all stored hashes in constant time, so that the duration does not reveal a key. */
const findCredential = (credentials: readonly Credential[], key: string): Credential | undefined => {
  const given = createHash('sha256').update(key).digest();
  return credentials.filter(({ keySha256 }) => timingSafeEqual(given, Buffer.from(keySha256, 'hex'))).at(0);
};
