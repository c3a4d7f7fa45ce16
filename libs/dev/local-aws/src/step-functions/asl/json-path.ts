import { JSONPath } from 'jsonpath-plus';
import { makeRuntimeError } from './state-error.ts';

/** The context object, which `$$` names. */
export type Context = Readonly<Record<string, unknown>>;

/** A path that can name several values gives a list. */
const NAMES_SEVERAL = /\*|\.\.|\[\?|\[[^\]'"]*[:,]/;

/**
 * @param path starts with `$` (the data) or `$$` (the context object).
 * @throws States.Runtime if the path names no value.
 */
export const readPath = (path: string, data: unknown, context: Context): unknown => {
  const inContext = path.startsWith('$$');
  const from = inContext ? path.slice(1) : path;
  const root = inContext ? context : data;
  if (from === '$') return root;
  const found = JSONPath({ path: from, json: root as object, wrap: true }) as unknown[] | undefined;
  if (NAMES_SEVERAL.test(from)) return found ?? [];
  if (!found?.length) throw makeRuntimeError(`the path '${path}' names no value`);
  return found[0];
};
