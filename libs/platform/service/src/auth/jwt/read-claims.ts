import type { JWTPayload } from 'jose';
import type { Credential } from '../credential.ts';
import { Scope } from '../scope.ts';
import type { JwtIssuer } from './jwt-issuer.ts';

const MAX_NAME_CHARACTERS = 128;

/** What a verified token may do: what its claims say, within what its issuer may give. */
export const readClaims = (payload: JWTPayload, { name, claims, tenants, scopes }: JwtIssuer): Credential => {
  const caller = claimAt(payload, claims.name);
  const named = claims.tenants === undefined ? undefined : listOf(claimAt(payload, claims.tenants));
  return {
    name: `${name}:${typeof caller === 'string' ? caller.slice(0, MAX_NAME_CHARACTERS) : 'unnamed'}`,
    tenants: named ? tenants.filter((tenant) => named.includes(tenant)) : tenants,
    scopes: [...new Set(listOf(claimAt(payload, claims.scopes)).flatMap((word) => scopesOf(word, scopes)))],
  };
};

const scopesOf = (word: string, meanings: JwtIssuer['scopes']): readonly Scope[] => {
  if (meanings) return Object.hasOwn(meanings, word) ? meanings[word]! : [];
  const scope = Scope.safeParse(word).data;
  return scope === undefined ? [] : [scope];
};

/** @param claim its name, or a JSON pointer (RFC 6901). */
const claimAt = (payload: JWTPayload, claim: string): unknown => {
  const path = claim.startsWith('/')
    ? claim
        .slice(1)
        .split('/')
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    : [claim];
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, part)
        ? (value as Readonly<Record<string, unknown>>)[part]
        : undefined,
    payload,
  );
};

const listOf = (value: unknown): string[] => {
  if (typeof value === 'string') return value.split(' ').filter((word) => word !== '');
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
};
