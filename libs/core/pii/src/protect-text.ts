import type { ActionOf } from './pii-fields.ts';
import { redactText } from './redact-text.ts';

/** `"name": "value"`, `name=value`, `name: value`. Quotes may be escaped, as in JSON inside of JSON. */
const FIELDS =
  /(?<![\w-])([A-Za-z][\w-]{1,63})(\\?["']?\s{0,8}[:=]\s{0,8})(\\?"(?:[^"\\]|\\[^"])*\\?"|'[^']*'|[^\s,;&"'{}[\]]+)/g;

/** Replaces the values of fields, and what looks like a telephone number, a card number or a token. */
export const protectText = (text: string, actionOf: ActionOf, hash: (value: string) => string): string => {
  if (!/[:=]/.test(text)) return redactText(text);
  const replaced = text.replace(FIELDS, (field, name: string, between: string, value: string) => {
    const action = actionOf(name);
    if (action !== 'drop' && action !== 'hash') return field;
    const quote = /^(\\?["'])/.exec(value)?.[1] ?? '';
    const bare = quote === '' ? value : value.slice(quote.length, -quote.length);
    return `${name}${between}${quote}${action === 'drop' ? '[dropped]' : hash(bare)}${quote}`;
  });
  return redactText(replaced);
};
