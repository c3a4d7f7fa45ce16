import { parseDocument } from 'yaml';

/** @throws {Error} naming each wrong place, a key that is given twice too: one entry must not silently replace another. */
export const parseYaml = (text: string): unknown => {
  const document = parseDocument(text);
  if (document.errors.length > 0) throw new Error(document.errors.map(({ message }) => message).join('\n'));
  return document.toJS() as unknown;
};
