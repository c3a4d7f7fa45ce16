import type { SourceFile } from './read-source-files.ts';

const MAX_FILE_LINES = 250;
const MAX_README_LINES = 60;
const MAX_MAIN_LINES = 40;

/** Names that say nothing of what a file holds. */
const emptyNames = new Set(['utils', 'util', 'helpers', 'helper', 'types', 'common']);

/** House rules that lint does not see. @returns one line for each fault. */
export const checkStructure = (files: readonly SourceFile[]): string[] => [
  ...files.filter(isCode).flatMap(faultsOfCode),
  ...faultsOfReadmes(files),
];

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
  const projects = [...texts.keys()].filter((path) =>
    /^(apps\/[^/]+|libs\/[^/]+\/[^/]+)\/package\.json$/.test(path),
  );
  return projects.flatMap((manifest) => {
    const path = manifest.replace('package.json', 'README.md');
    const text = texts.get(path);
    if (text === undefined) return [`${path}: missing`];
    const lines = lineCount(text);
    return lines > MAX_README_LINES ? [`${path}: ${lines} lines, at most ${MAX_README_LINES}`] : [];
  });
};

const lineCount = (text: string): number => text.replace(/\n$/, '').split('\n').length;
