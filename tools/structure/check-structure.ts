import type { SourceFile } from './read-source-files.ts';

const MAX_FILE_LINES = 250;
const MAX_README_LINES = 60;
const MAX_README_CHARACTERS = 120;
const MAX_MAIN_LINES = 40;

/** Names that say nothing of what a file holds. */
const emptyNames = new Set(['utils', 'util', 'helpers', 'helper', 'types', 'common']);

/** The layer of the projects in each folder. Lint enforces the layer that a project's tag names. */
const layers: Readonly<Record<string, string>> = {
  apps: 'layer:app',
  'libs/core': 'layer:core',
  'libs/use-cases': 'layer:use-case',
  'libs/adapters': 'layer:adapter',
  'libs/platform': 'layer:platform',
  'libs/dev': 'layer:dev',
  infra: 'layer:infra',
};

/** House rules that lint does not see. @returns one line for each fault. */
export const checkStructure = (files: readonly SourceFile[]): string[] => [
  ...files.filter(isCode).flatMap(faultsOfCode),
  ...manifestsOf(files).flatMap(faultsOfLayer),
  ...faultsOfReadmes(files),
];

const manifestsOf = (files: readonly SourceFile[]): SourceFile[] =>
  files.filter(({ path }) => /^(infra|apps\/[^/]+|libs\/[^/]+\/[^/]+)\/package\.json$/.test(path));

const faultsOfLayer = ({ path, text }: SourceFile): string[] => {
  const project = path.replace('/package.json', '');
  const folder = project in layers ? project : project.split('/').slice(0, -1).join('/');
  const layer = layers[folder];
  if (layer === undefined) return [`${path}: ${folder} is no folder of a layer`];
  const { nx } = JSON.parse(text) as { readonly nx?: { readonly tags?: readonly string[] } };
  const tags = nx?.tags ?? [];
  if (tags.length === 1 && tags[0] === layer) return [];
  return [`${path}: tags are [${tags.join(', ')}], expected [${layer}] in ${folder}`];
};

const isCode = ({ path }: SourceFile): boolean => /\.(ts|js|cjs)$/.test(path);

const faultsOfCode = (file: SourceFile): string[] => {
  const { path, text } = file;
  const lines = lineCount(text);
  const name = path.split('/').at(-1)!;
  const limit = name === 'main.ts' ? MAX_MAIN_LINES : MAX_FILE_LINES;
  const isTest = /\.test\.ts$|\/test\//.test(path);
  return [
    !isTest && lines > limit && `${path}: ${lines} lines, at most ${limit}`,
    emptyNames.has(name.split('.')[0]!) && `${path}: a name that says what it holds, not ${name}`,
    /\/src\/.*(?<!\.d)\.ts$/.test(path) &&
      /^\s*export\s*(\*|default\b)/m.test(text) &&
      `${path}: no export * or export default`,
  ].filter((fault) => fault !== false);
};

const faultsOfReadmes = (files: readonly SourceFile[]): string[] => {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  return manifestsOf(files).flatMap((manifest) => {
    const path = manifest.path.replace('package.json', 'README.md');
    const text = texts.get(path);
    if (text === undefined) return [`${path}: missing`];
    const lines = lineCount(text);
    const tooLong = text.split('\n').findIndex((line) => line.length > MAX_README_CHARACTERS);
    return [
      lines > MAX_README_LINES && `${path}: ${lines} lines, at most ${MAX_README_LINES}`,
      tooLong !== -1 && `${path}:${tooLong + 1}: a line of more than ${MAX_README_CHARACTERS} characters`,
    ].filter((fault) => fault !== false);
  });
};

const lineCount = (text: string): number => text.replace(/\n$/, '').split('\n').length;
