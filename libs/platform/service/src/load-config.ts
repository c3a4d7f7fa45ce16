import type { z } from 'zod';
import { ConfigurationError } from './configuration-error.ts';
import { describeVariables, type Variable } from './describe-variables.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Parses the environment by an app's schema. A variable that is set to an empty text counts as not set: compose and ECS
 * set `NAME=` for a value that was left empty, and `Number('')` is 0.
 *
 * @throws {ConfigurationError} one line for every variable that is missing or wrong: its name, the value (unless
 * the name is that of a secret), the expected value, and its purpose.
 */
export const loadConfig = <S extends z.ZodObject>(schema: S, env: Environment): z.infer<S> => {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = Object.groupBy(parsed.error.issues, ({ path }) => String(path[0] ?? ''));
  const lines = describeVariables(schema)
    .filter(({ name }) => faults[name] !== undefined)
    .map((variable) => faultLine(variable, given[variable.name], faults[variable.name]!));
  const together = (faults[''] ?? []).map(({ message }) => message);
  throw new ConfigurationError(
    ['the configuration is not valid:', ...[...lines, ...together].map((line) => `  ${line}`)].join('\n'),
  );
};

const faultLine = (variable: Variable, value: string | undefined, issues: z.core.$ZodIssue[]): string => {
  const { name, expected, description } = variable;
  const secret = isSecret(name);
  const details = issues.map((issue) => detailOf(issue, secret)).filter((detail) => detail !== '');
  const expectation = [`expected ${expected}`, ...new Set(details)].join('; ');
  return [`${name}: ${shown(value, secret)}, ${expectation}`, description].filter(Boolean).join('. ');
};

const isSecret = (name: string): boolean => /KEY|SECRET|TOKEN|PASSWORD|CREDENTIAL/i.test(name);

const MAX_SHOWN_LENGTH = 80;

const shown = (value: string | undefined, secret: boolean): string => {
  if (value === undefined) return 'not set';
  if (secret) return 'set to a value that is not shown';
  const text = value.replace(/\/\/[^/@\s]*@/g, '//…@'); // A URL's user and password.
  return `got ${JSON.stringify(text.length > MAX_SHOWN_LENGTH ? `${text.slice(0, MAX_SHOWN_LENGTH)}…` : text)}`;
};

/** The place inside a structured value, or the message of our own rule. */
const detailOf = ({ path, message, code }: z.core.$ZodIssue, secret: boolean): string => {
  const place = path.slice(1);
  if (place.length === 0) return code === 'custom' ? message : '';
  // Names inside a secret can be secret themselves, and zod's messages name them.
  if (secret) return `wrong at ${place.map((key) => (typeof key === 'number' ? key : '…')).join('.')}`;
  return `at ${place.join('.')}: ${message}`;
};
