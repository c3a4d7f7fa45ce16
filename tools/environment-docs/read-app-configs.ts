import { glob, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describeVariables, type Variable } from '@recordings/service';
import { z } from 'zod';

export type AppConfig = {
  /** The app's folder in `apps/`. */
  readonly app: string;
  readonly description: string;
  readonly variables: readonly Variable[];
};

const Manifest = z.object({ description: z.string().default('') });

/**
 * The variables of every app that has `src/config.ts`, by name of the app.
 *
 * @throws {Error} if such a file exports no zod object `Config`.
 */
export const readAppConfigs = async (): Promise<AppConfig[]> => {
  const configs: AppConfig[] = [];
  for await (const file of glob('apps/*/src/config.ts')) configs.push(await readAppConfig(file));
  return configs.sort((a, b) => a.app.localeCompare(b.app));
};

const readAppConfig = async (file: string): Promise<AppConfig> => {
  const { Config } = (await import(pathToFileURL(resolve(file)).href)) as { Config?: unknown };
  if (!(Config instanceof z.ZodObject)) throw new Error(`${file} must export a zod object named Config`);
  const app = file.split('/')[1]!;
  const manifest = Manifest.parse(JSON.parse(await readFile(join('apps', app, 'package.json'), 'utf8')));
  return { app, description: manifest.description, variables: describeVariables(Config) };
};
