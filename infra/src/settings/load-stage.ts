import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRegistry } from '@recordings/call-record';
import { parseDocument } from 'yaml';
import { readerNames } from './reader-names.ts';
import { StageSettings } from './stage-settings.ts';
import { dev } from './stages/dev.ts';
import { prod } from './stages/prod.ts';

const stages = { dev, prod } as const;
export type StageName = keyof typeof stages;
export const stageNames = Object.keys(stages) as readonly StageName[];

/** The settings of a stage, with the lines of business of its registry. */
export type Stage = StageSettings & {
  readonly name: StageName;
  readonly linesOfBusiness: readonly string[];
};

const ROOT = join(import.meta.dirname, '../../..');

/**
 * @param imageVersion replaces that of the file: a delivery deploys the images that it has just built.
 * @throws {Error} naming the stages that exist, or each wrong value and what is expected there.
 */
export const loadStage = (name: string, imageVersion?: string): Stage => {
  if (!isStage(name)) throw new Error(`stage: ${name}, expected one of ${stageNames.join(', ')}`);
  const given = stages[name];
  const services = { ...given.services, ...(imageVersion !== undefined && { imageVersion }) };
  const settings = parseSettings(name, { ...given, services });
  const linesOfBusiness = readLinesOfBusiness(settings.registryFile);
  checkReaders(name, Object.keys(settings.data.readers), readerNames(linesOfBusiness));
  return { ...settings, name, linesOfBusiness };
};

/** A misspelt reader would silently leave its role to the default. */
const checkReaders = (stage: StageName, given: readonly string[], known: readonly string[]): void => {
  const unknown = given.filter((reader) => !known.includes(reader));
  if (unknown.length === 0) return;
  throw new Error(
    `stage ${stage}: data.readers: ${unknown.join(', ')}, expected some of ${known.join(', ')} (the registry's lines of business)`,
  );
};

const isStage = (name: string): name is StageName => Object.hasOwn(stages, name);

/** @throws {Error} naming the place of each wrong value, the value, and what is expected there. */
export const parseSettings = (name: string, value: unknown): StageSettings => {
  const parsed = StageSettings.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(
    ({ path, input, message }) => `${path.join('.')}: ${JSON.stringify(input)}: ${message}`,
  );
  throw new Error(`stage ${name}: wrong settings\n${lines.join('\n')}`);
};

const readLinesOfBusiness = (registryFile: string): readonly string[] => {
  const path = join(ROOT, registryFile);
  try {
    const document = parseDocument(readFileSync(path, 'utf8'));
    if (document.errors.length > 0) throw new Error(document.errors.map(({ message }) => message).join('\n'));
    return parseRegistry(document.toJS()).linesOfBusiness;
  } catch (error) {
    throw new Error(
      `registry file ${registryFile}: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
};
