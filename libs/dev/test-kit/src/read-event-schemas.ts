import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../../../docs/schemas/', import.meta.url);

type JsonSchema = { readonly $id: string };

/** The JSON Schemas that a message of this name and version must satisfy: those of its major version, up to its minor one. */
export const readEventSchemas = (name: string, version: string): JsonSchema[] => {
  const [major, minor] = version.split('.').map(Number);
  return readdirSync(FOLDER).flatMap((file) => {
    const of = new RegExp(`^${name}-(\\d+)\\.(\\d+)\\.json$`).exec(file);
    if (!of || Number(of[1]) !== major || Number(of[2]) > (minor ?? 0)) return [];
    return [JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as JsonSchema];
  });
};
