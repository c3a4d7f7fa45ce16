import { createHash, timingSafeEqual } from 'node:crypto';
import { TenantId, UNKNOWN_TENANT } from '@recordings/call-record';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Credential, Scope } from './credentials.ts';

declare module 'fastify' {
  interface FastifyRequest {
    credential?: Credential;
    /** Whose call the request is about, once that is known. */
    tenantId?: string;
  }
}

/** A hook that lets a request pass only with a known `X-API-Key` whose credential has `scope`. */
export const requireScope =
  (credentials: readonly Credential[], scope: Scope) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const key = request.headers['x-api-key'];
    const credential = typeof key === 'string' ? findCredential(credentials, key) : undefined;
    if (!credential) {
      return reply
        .code(401)
        .send({ code: 'UNAUTHENTICATED', message: 'a valid X-API-Key header is required' });
    }
    request.credential = credential; // Also of a request that is refused: its log line names the sender.
    if (!credential.scopes.includes(scope)) {
      return reply
        .code(403)
        .send({ code: 'SCOPE_MISSING', message: `the credential lacks the scope ${scope}` });
    }
    return undefined;
  };

/**
 * Whether a credential reaches a tenant's calls. Calls of groups that nobody registered belong to no tenant yet:
 * whoever may write may hand them in, and nobody may read them.
 */
export const mayWrite = (credential: Credential | undefined, tenantId: string): boolean =>
  tenantId === UNKNOWN_TENANT ? credential !== undefined : mayRead(credential, tenantId);

/** The tenant of a credential that reaches one tenant and no other: what it hands in is that tenant's. */
export const soleTenantOf = (credential: Credential | undefined): TenantId | undefined =>
  credential?.tenants.length === 1 ? TenantId.safeParse(credential.tenants[0]).data : undefined;

export const mayRead = (credential: Credential | undefined, tenantId: string): boolean =>
  credential?.tenants.includes(tenantId) ?? false;

/** Compares every stored hash in constant time: how long it takes tells nothing about a key. */
const findCredential = (credentials: readonly Credential[], key: string): Credential | undefined => {
  const given = createHash('sha256').update(key).digest();
  return credentials.filter(({ keySha256 }) => timingSafeEqual(given, Buffer.from(keySha256, 'hex'))).at(0);
};
