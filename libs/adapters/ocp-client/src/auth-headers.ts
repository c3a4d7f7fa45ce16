import { OcpCredentialsError } from '@recordings/reconciliation';
import type { OcpAuth } from './ocp-endpoint.ts';

const HEADER_VALUE = /^[\x21-\x7e]+$/;

/** @throws {OcpCredentialsError} if the credential is empty or contains a space, a control character or non-ASCII. */
export const authHeaders = (auth: OcpAuth): Record<string, string> => {
  if (!HEADER_VALUE.test(secretOf(auth))) {
    throw new OcpCredentialsError(
      `the ${auth.kind} credential for OCP is empty or has a space or control character`,
    );
  }
  switch (auth.kind) {
    case 'api-key':
      return { 'x-api-key': auth.apiKey };
    case 'bearer':
      return { authorization: `Bearer ${auth.token}` };
    case 'pat':
      return { 'x-ocp-personal-access-token': auth.token };
    default:
      return auth satisfies never;
  }
};

/** The part of the credential that must never be in a message. */
export const secretOf = (auth: OcpAuth): string => (auth.kind === 'api-key' ? auth.apiKey : auth.token);
