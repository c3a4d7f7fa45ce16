import { z } from 'zod';

/** Characters of a wrong value that are shown. */
const MAX_SHOWN = 80;

/** Says what is wrong with a registry: for each fault what is expected, the value, and its place. A registry holds no secrets. */
export const sayRegistryFaults = (value: unknown, { issues }: Pick<z.ZodError, 'issues'>): string =>
  z.prettifyError({
    issues: issues.map((issue) => ({ ...issue, message: sayExpected(issue) + showValue(value, issue) })),
  });

/** zod keeps what is wrong with a name apart from its own message. */
const sayExpected = (issue: z.core.$ZodIssue): string =>
  issue.code === 'invalid_key'
    ? `wrong name: ${issue.issues.map(({ message }) => message).join(', ')}`
    : issue.message;

const showValue = (value: unknown, { path, code, message }: z.core.$ZodIssue): string => {
  // The message names the key, or the value is the name in the message.
  if (code === 'unrecognized_keys') return '';
  const found = path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown>)?.[key], value);
  const text = JSON.stringify(found);
  if (text === undefined) return '; it is missing';
  if (message.startsWith(text)) return '';
  return `; it is ${text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text}`;
};
