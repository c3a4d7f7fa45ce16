import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The server's certificate and key, and the authority that client certificates must be from. */
export type Tls = { readonly cert: string; readonly key: string; readonly ca: string };

/** @throws {Error} if the folder lacks `server.pem`, `server-key.pem` or `ca.pem`. */
export const readTls = (folder: string): Tls => {
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  return { cert: read('server.pem'), key: read('server-key.pem'), ca: read('ca.pem') };
};
