import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuthKind } from '../options.ts';

/** Writes the credentials of the workers into the folder of a run. They read it again, so it may be changed. */
export const writeOcpCredentials = async (
  folder: string,
  names: readonly string[],
  auth: AuthKind,
  key: string,
): Promise<string> => {
  const path = join(folder, 'ocp-credentials.json');
  await writeFile(path, ocpCredentials(names, auth, key), { mode: 0o600 });
  return path;
};

/** The same credential for each of the names, as JSON. */
export const ocpCredentials = (names: readonly string[], auth: AuthKind, key: string): string =>
  JSON.stringify(Object.fromEntries(names.map((name) => [name, credentialOf(auth, key)])), null, 2);

const credentialOf = (kind: AuthKind, key: string): object => {
  switch (kind) {
    case 'api-key':
      return { kind, apiKey: key };
    case 'bearer':
    case 'pat':
      return { kind, token: key };
    case 'oidc':
      return {
        kind,
        tokenUrl: '/auth/realms/ocp/protocol/openid-connect/token',
        clientId: 'recordings',
        clientSecret: key,
      };
    default:
      return kind satisfies never;
  }
};
