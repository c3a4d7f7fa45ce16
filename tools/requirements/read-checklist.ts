import { glob, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { Name, Page } from './row.ts';

const FOLDER = 'tools/requirements';

export type Checklist = {
  readonly names: readonly Name[];
  /** Sentences of the design by their key. */
  readonly decisions: ReadonlyMap<string, string>;
  /** By the name of their file, without `.yaml`. */
  readonly pages: ReadonlyMap<string, Page>;
};

/** @throws {Error} naming the file whose content has another shape. */
export const readChecklist = async (): Promise<Checklist> => {
  const pages = new Map<string, Page>();
  for await (const file of glob(`${FOLDER}/rows/*.yaml`)) {
    pages.set(basename(file, '.yaml'), await readAs(file, Page));
  }
  const decisions = await readAs(`${FOLDER}/decisions.yaml`, z.record(z.string(), z.string()));
  return {
    names: await readAs(`${FOLDER}/names.json`, z.array(Name)),
    decisions: new Map(Object.entries(decisions)),
    pages: new Map([...pages].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
};

const readAs = async <S extends z.ZodType>(file: string, schema: S): Promise<z.infer<S>> => {
  const { success, data, error } = schema.safeParse(parse(await readFile(file, 'utf8')));
  if (success) return data;
  throw new Error(`${file}\n${z.prettifyError(error)}`);
};
