/**
 * Fields that are hidden in every log line: credentials, and data that identifies the caller. Each is written in words: it is hidden in
 * any case, with `-`, `_` or nothing between them.
 */
const fields = [
  ...['api key', 'x api key', 'authorization', 'headers', 'cookie', 'set cookie'],
  ...['token', 'task token', 'download token', 'access token', 'password', 'secret', 'client secret'],
  ...['origin uri', 'destination uri', 'phone', 'phone number', 'ani', 'dnis', 'customer id'],
] as const;

const names: ReadonlySet<string> = new Set(fields.map((field) => field.replaceAll(' ', '')));
const isHidden = (name: string): boolean => names.has(name.toLowerCase().replaceAll(/[-_]/g, ''));

/** Few lines have such a field: one test decides. pino's own `redact` copies every line, at ten times its CPU time. */
const SUSPECT = new RegExp(`"(?:${fields.map((field) => field.replaceAll(' ', '[-_]?')).join('|')})":`, 'i');

/** Hides the values of these fields in a JSON line, at any depth. */
export const hideFields = (line: string): string =>
  SUSPECT.test(line)
    ? `${JSON.stringify(JSON.parse(line), (name, value: unknown) => (isHidden(name) ? '[redacted]' : value))}\n`
    : line;
