import type { ProbeFinding } from './probe-finding.ts';

type Settings = Readonly<Record<string, unknown>>;

/** Settings of one profile whose values another one has otherwise. Lists and places are compared as wholes. */
export const diffSettings = (
  chosen: Settings,
  fitting: Settings,
  fittingName: string,
): readonly ProbeFinding[] => {
  const values = flatten(fitting);
  const before = flatten(chosen);
  return [...new Set([...before.keys(), ...values.keys()])]
    .filter((setting) => before.get(setting) !== values.get(setting))
    .map((setting) => ({
      setting,
      says: before.get(setting) ?? 'not given',
      seen: `OCP takes requests as profile ${fittingName} has them`,
      set: values.get(setting) ?? 'leave it out',
    }));
};

const flatten = (settings: Settings, path = ''): Map<string, string> =>
  new Map(
    Object.entries(settings).flatMap(([name, value]): (readonly [string, string])[] => {
      const at = path === '' ? name : `${path}.${name}`;
      return isTree(value) ? [...flatten(value, at)] : [[at, JSON.stringify(value)]];
    }),
  );

/** A field (`{ at, as }`), the paging (`{ by, ... }`) and a map whose keys are OCP's names are values. */
const isTree = (value: unknown): value is Settings =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !('at' in value) &&
  !('by' in value && !('path' in value)) &&
  Object.keys(value).every((name) => /^[a-z]\w*$/i.test(name)) &&
  !isOfWords(value);

/** Words of OCP, each with a text: status words, headers, meanings. */
const isOfWords = (value: object): boolean =>
  Object.values(value).length > 0 &&
  Object.values(value).every((one) => typeof one === 'string' || (isObject(one) && 'value' in one));

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
