import { parseRegistry, type Registry } from '@recordings/call-record';
import { parseDocument } from 'yaml';

/** @throws {Error} naming each wrong place. `yaml` reports a key that is given twice, so one group cannot silently replace another. */
export const parseRegistryText = (text: string): Registry => {
  const document = parseDocument(text);
  if (document.errors.length > 0) throw new Error(document.errors.map(({ message }) => message).join('\n'));
  return parseRegistry(document.toJS());
};
