import { redactText } from '@recordings/pii';

/** Ids by which an operator finds a call, a window or an object. They are shown as they are. */
const ids: ReadonlySet<string> = new Set([
  ...['callId', 'tenantId', 'reconciliationId', 'exportJobId', 'jobId', 'recordingId', 'reqId'],
  ...['sha256', 'key', 'bucket', 'time', 'event'],
]);

/** A text of a JSON line, with its name if it has one. */
const TEXT = /(?:"(\w+)":)?"((?:[^"\\]|\\.)*)"/g;

/** Replaces what looks like a telephone number, a card number or a token in a log line. Numbers of JSON stay numbers. */
export const redactLine = (line: string): string =>
  line.replace(TEXT, (part, name: string | undefined, text: string) => {
    if (name !== undefined && ids.has(name)) return part;
    const plain = text.includes('\\') ? (JSON.parse(`"${text}"`) as string) : text;
    const redacted = redactText(plain);
    return redacted === plain ? part : `${name === undefined ? '' : `"${name}":`}${JSON.stringify(redacted)}`;
  });
