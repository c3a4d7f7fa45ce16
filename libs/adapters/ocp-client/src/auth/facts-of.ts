import { X509Certificate } from 'node:crypto';
import { type CredentialFacts, parseJson } from '@recordings/reconciliation';
import { z } from 'zod';
import type { OcpAuth, OcpCredentials } from './ocp-auth.ts';

/** @param usedMs when OCP accepted credentials last, by their name. Epoch milliseconds. */
export const credentialFacts = (
  credentials: OcpCredentials,
  usedMs: (name: string) => number,
): CredentialFacts[] =>
  Object.entries(credentials).map(([name, auth]) => {
    const expiresMs = Math.min(...expiriesOf(auth));
    const issuedMs =
      auth.kind === 'pat' && auth.issuedAt !== undefined ? Date.parse(auth.issuedAt) : undefined;
    return {
      name,
      isPat: auth.kind === 'pat',
      usedMs: usedMs(name),
      ...(Number.isFinite(expiresMs) && { expiresMs }),
      ...(issuedMs !== undefined && { issuedMs }),
    };
  });

/** What the operator says, the end of the certificate, and the end of a token that is a JWT. */
const expiriesOf = (auth: OcpAuth): number[] => [
  ...(auth.expiresAt === undefined ? [] : [Date.parse(auth.expiresAt)]),
  ...(auth.clientCertificate === undefined ? [] : endOfCertificate(auth.clientCertificate.cert)),
  ...(auth.kind === 'bearer' ? endOfJwt(auth.token) : []),
];

const endOfCertificate = (pem: string): number[] => {
  try {
    return [Date.parse(new X509Certificate(pem).validTo)];
  } catch {
    return []; // OCP refuses the connection, which alerts by itself.
  }
};

const Claims = z.object({ exp: z.number() });

const endOfJwt = (token: string): number[] => {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
  const { data } = Claims.safeParse(parseJson(payload));
  return data ? [data.exp * 1_000] : [];
};
