/** In characters. CloudWatch Logs takes 256 KB a line, and a much longer text exhausts the stack of a regular expression. */
const MAX_LINE = 131_072;
const MAX_TEXT = 8_192;

/** Cuts the long texts of a JSON line that is too long. If that is not enough, only its first fields are left. */
export const shortenLine = (line: string): string => {
  if (line.length <= MAX_LINE) return line;
  const parsed = JSON.parse(line) as Readonly<Record<string, unknown>>;
  const shortened = `${JSON.stringify(parsed, (_, value: unknown) => cut(value))}\n`;
  return shortened.length <= MAX_LINE ? shortened : hideFieldsOf(parsed, line.length);
};

const cut = (value: unknown): unknown =>
  typeof value === 'string' && value.length > MAX_TEXT
    ? `${value.slice(0, MAX_TEXT)} [cut: ${value.length} characters]`
    : value;

/** What every line has. Its other fields are too many, or have names that are too long. */
const hideFieldsOf = (
  { level, time, service, event }: Readonly<Record<string, unknown>>,
  length: number,
): string => {
  const msg = `[hidden: a line of ${length} characters]`;
  return `${JSON.stringify({ level, time, service, event: cut(event), msg })}\n`;
};
