import { OcpCredentialsError } from '@recordings/reconciliation';
import type { Credential } from './credential.ts';
import { HEADER_VALUE, type OcpAuth } from './ocp-auth.ts';

export type StaticAuth = Exclude<OcpAuth, { kind: 'oidc' }>;

/**
 * A credential that is the same in every request.
 *
 * @throws {OcpCredentialsError} if it is empty or contains a space, a control character or non-ASCII.
 */
export const makeStaticCredential = (auth: StaticAuth): Credential => {
  const secret = secretOf(auth);
  if (secret !== undefined && !HEADER_VALUE.test(secret)) {
    throw new OcpCredentialsError(
      `the ${auth.kind} credential for OCP is empty or has a space or control character`,
    );
  }
  const headers = headersOf(auth);
  return {
    headers: async () => headers,
    refuse: () => false,
    secrets: () => (secret === undefined ? [] : [secret]),
  };
};

const secretOf = (auth: StaticAuth): string | undefined => {
  if (auth.kind === 'certificate') return undefined;
  return auth.kind === 'api-key' ? auth.apiKey : auth.token;
};

const headersOf = (auth: StaticAuth): Readonly<Record<string, string>> => {
  switch (auth.kind) {
    case 'api-key':
      return { [auth.header?.toLowerCase() ?? 'x-api-key']: auth.apiKey };
    case 'bearer':
      return { authorization: `Bearer ${auth.token}` };
    case 'pat':
      return { 'x-ocp-personal-access-token': auth.token };
    case 'certificate':
      return {};
    default:
      return auth satisfies never;
  }
};
