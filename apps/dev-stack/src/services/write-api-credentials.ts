import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceName, Settings } from './service-settings.ts';

const KEYED = ['ingestion-api', 'pooler'] as const satisfies readonly ServiceName[];

/** The files of API_CREDENTIALS, by the service that reads them. */
export type ApiCredentialsFiles = Readonly<Record<(typeof KEYED)[number], string>>;

type AllSettings = Readonly<Record<ServiceName, Settings>>;

/** Moves API_CREDENTIALS into files of the run, which the services read again: `npm run ops -- keys` changes them. */
export const writeApiCredentials = async (
  folder: string,
  settings: AllSettings,
): Promise<{ readonly settings: AllSettings; readonly files: ApiCredentialsFiles }> => {
  const moved: Record<ServiceName, Settings> = { ...settings };
  const files = { 'ingestion-api': '', pooler: '' };
  for (const service of KEYED) {
    const path = join(folder, `${service}-credentials.json`);
    await writeFile(path, settings[service]['API_CREDENTIALS']!, { mode: 0o600 });
    moved[service] = { ...settings[service], API_CREDENTIALS: path, API_CREDENTIALS_RELOAD_SECONDS: '1' };
    files[service] = path;
  }
  return { settings: moved, files };
};
