import { hideFields } from './hide-fields.ts';
import { redactLine } from './redact-line.ts';
import { shortenLine } from './shorten-line.ts';

/** In place of a line of which nothing can be shown. */
const HIDDEN = `${JSON.stringify({
  level: 'error',
  event: 'log_line_hidden',
  msg: 'a log line is hidden, because its personal data and credentials could not be',
})}\n`;

/** Hides credentials and personal data in a JSON line. It never throws: a log line must not stop the work that it tells of. */
export const protectLine = (line: string): string => {
  try {
    return redactLine(hideFields(shortenLine(line)));
  } catch {
    return HIDDEN;
  }
};
