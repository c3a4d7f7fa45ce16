import { isIP, isIPv6 } from 'node:net';
import { z } from 'zod';
import { integerFromEnv, jsonFromEnv, listFromEnv } from '../env-variables.ts';
import type { CredentialEntry } from './credential-entry.ts';
import { JwtIssuers } from './jwt/jwt-issuer.ts';
import { parseCredentials } from './parse-credentials.ts';

/** Where credentials are read from again and again: a path, or `s3://{bucket}/{key}`. */
export type CredentialsAddress = { readonly address: string };

const ADDRESS = /^(s3:\/\/|\.{0,2}\/)/;

const Source = z
  .string()
  .transform((text, context): readonly CredentialEntry[] | CredentialsAddress => {
    if (ADDRESS.test(text)) return { address: text };
    const parsed = parseCredentials(text);
    if ('entries' in parsed) return parsed.entries;
    // `continue`: the faults of other variables are reported too.
    for (const message of parsed.faults) context.addIssue({ code: 'custom', message, continue: true });
    return [];
  })
  .meta({ expected: 'JSON, or the address of a file' });

const AddressRange = z
  .string()
  .refine((text) => isAddressRange(text), 'must be an address, or a range as 10.0.0.0/16')
  .transform((text) => {
    const [address = '', prefix] = text.split('/');
    return { address, prefix: prefix === undefined ? (isIPv6(address) ? 128 : 32) : Number(prefix) };
  });

const isAddressRange = (text: string): boolean => {
  const [address = '', prefix, ...rest] = text.split('/');
  const bits = isIP(address) === 0 ? 0 : isIPv6(address) ? 128 : 32;
  if (bits === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) > 0 && Number(prefix) <= bits);
};

/** Variables of the services that answer requests with a key. */
export const authConfig = {
  API_CREDENTIALS: Source.describe(
    'Who may call: JSON array of {name, keys, tenants, scopes}, or the path or `s3://{bucket}/{key}` of a file with it; see docs/authentication.md',
  ),
  API_CREDENTIALS_RELOAD_SECONDS: integerFromEnv(1, 3_600)
    .default(60)
    .describe('How often the file of `API_CREDENTIALS` is read again'),
  MTLS_TRUSTED_PROXIES: listFromEnv(AddressRange)
    .default([])
    .describe(
      'Addresses of load balancers that verify client certificates, as CIDR; from others the headers X-Amzn-Mtls-Clientcert-* are ignored. The services must be reachable through them only',
    ),
  JWT_ISSUERS: jsonFromEnv(JwtIssuers)
    .default([])
    .describe('Whose bearer tokens are accepted: JSON array of issuers, see docs/authentication.md'),
} as const;

const AuthConfig = z.object(authConfig);
export type AuthConfig = z.infer<typeof AuthConfig>;
