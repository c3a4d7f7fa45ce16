import { parseRegistry, type Registry } from '@recordings/call-record';
import { parseYaml } from '../parse-yaml.ts';

/** @throws {Error} naming each wrong place. */
export const parseRegistryText = (text: string): Registry => parseRegistry(parseYaml(text));
