import { z } from 'zod';
import { OPERATIONS } from './operations.ts';
import { Script, STEP_SCHEMAS } from './step.ts';

type Path = readonly PropertyKey[];

/** Says what is wrong in a script: the place, what is expected, and what is there. A script holds no secrets. */
export const sayMistake = (value: unknown, issue: z.core.$ZodIssue): string => {
  const place = placeOf(issue.path);
  const said = `${expectedBy(value, issue)}${foundAt(value, issue)}`;
  return place === '' ? said : `${place}: ${said}`;
};

/** `step 2, do.answer.status`: steps count from 1. */
const placeOf = (path: Path): string => {
  const [root, at, ...inside] = path;
  if (root !== 'steps' || typeof at !== 'number') return path.join('.');
  return inside.length === 0 ? `step ${at + 1}` : `step ${at + 1}, ${inside.join('.')}`;
};

const expectedBy = (value: unknown, issue: z.core.$ZodIssue): string => {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `unknown key ${issue.keys.join(', ')}: expected any of ${keysAt(value, issue.path).join(', ')}`;
    case 'invalid_key':
      return issue.issues.map(({ message }) => message).join(', ');
    case 'invalid_union':
      return issue.path.at(-1) === 'at'
        ? `expected one of ${Object.keys(OPERATIONS).join(', ')}`
        : issue.message;
    default:
      return issue.message;
  }
};

const foundAt = (value: unknown, { code, path }: z.core.$ZodIssue): string => {
  if (code === 'unrecognized_keys') return '';
  const text = JSON.stringify(valueAt(value, path));
  return text === undefined ? '; it is missing' : `; it is ${text}`;
};

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], value);

/** The keys that the schema has at a place. */
const keysAt = (value: unknown, path: Path): string[] => {
  const [root, at, ...inside] = path;
  if (root === undefined) return Object.keys(Script.shape);
  const operation = valueAt(value, ['steps', at!, 'at']);
  let schema: unknown = STEP_SCHEMAS.get(String(operation));
  for (const key of inside) {
    const outer = unwrapped(schema);
    schema = outer instanceof z.ZodArray ? outer.element : (outer as z.ZodObject).shape[String(key)];
  }
  return Object.keys((unwrapped(schema) as z.ZodObject).shape);
};

const unwrapped = (schema: unknown): unknown =>
  schema instanceof z.ZodOptional ? unwrapped(schema.unwrap()) : schema;
