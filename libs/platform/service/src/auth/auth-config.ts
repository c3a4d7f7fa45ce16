import { z } from 'zod';
import { integerFromEnv, jsonFromEnv } from '../env-variables.ts';
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

/** Variables of the services that answer requests with a key. */
export const authConfig = {
  API_CREDENTIALS: Source.describe(
    'Who may call: JSON array of {name, keys, tenants, scopes}, or the path or `s3://{bucket}/{key}` of a file with it; see docs/authentication.md',
  ),
  API_CREDENTIALS_RELOAD_SECONDS: integerFromEnv(1, 3_600)
    .default(60)
    .describe('How often the file of `API_CREDENTIALS` is read again'),
  JWT_ISSUERS: jsonFromEnv(JwtIssuers)
    .default([])
    .describe('Whose bearer tokens are accepted: JSON array of issuers, see docs/authentication.md'),
} as const;

const AuthConfig = z.object(authConfig);
export type AuthConfig = z.infer<typeof AuthConfig>;
