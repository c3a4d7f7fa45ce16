import { hash } from 'node:crypto';
import type { OcpCredentials } from './auth/ocp-auth.ts';

/** Twelve hex digits of a hash: enough to see that the credentials of a name have changed. */
export const credentialsMark = (credentials: OcpCredentials, name: string): string =>
  hash('sha256', JSON.stringify(credentials[name]) ?? '').slice(0, 12);
