import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseRegistry, type Registry } from '@recordings/call-record';
import { parse, stringify } from 'yaml';

export type RunFolder = {
  readonly path: string;
  readonly logDir: string;
  readonly registryFile: string;
  readonly registry: Registry;
};

/** Runs whose logs are kept. */
const KEPT_RUNS = 10;

/** Makes the folder of one run: for its logs, and with a registry in which every group has the chosen profile. */
export const makeRunFolder = async (root: string, runName: string, profile: string): Promise<RunFolder> => {
  const path = join(root, '.local', runName);
  const logDir = join(path, 'logs');
  await mkdir(logDir, { recursive: true });
  await forgetOldRuns(join(root, '.local'));
  const file = parse(await readFile(join(root, 'config', 'registry.yaml'), 'utf8')) as { groups: object[] };
  const ours = { ...file, groups: file.groups.map((group) => ({ ...group, exportProfile: profile })) };
  const registryFile = join(path, 'registry.yaml');
  await writeFile(registryFile, stringify(ours));
  return { path, logDir, registryFile, registry: parseRegistry(ours) };
};

const forgetOldRuns = async (folder: string): Promise<void> => {
  const runs = (await readdir(folder)).filter((name) => name.startsWith('run-')).sort();
  for (const name of runs.slice(0, -KEPT_RUNS))
    await rm(join(folder, name), { recursive: true, force: true });
};
