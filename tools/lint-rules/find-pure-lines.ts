import { readFile } from 'node:fs/promises';
import { ESLint } from 'eslint';

const IMPURE_CODE = 'tools/lint-rules/impure.ts.txt';

/** The rules that keep core and use cases pure. */
const purityRules = new Set([
  'no-restricted-globals',
  'no-restricted-imports',
  'no-restricted-properties',
  'no-restricted-syntax',
]);

/**
 * Lints the fixture, each line of which breaks the purity rule, as if it were a file of the folder.
 *
 * @returns the lines that lint accepts: the rule misses them.
 */
export const findPureLines = async (folder: string): Promise<string[]> => {
  const code = await readFile(IMPURE_CODE, 'utf8');
  // Rules that need types are off: a file that exists only here has no TypeScript project.
  const { default: tseslint } = await import('typescript-eslint');
  const eslint = new ESLint({
    overrideConfig: [{ files: ['**/*.ts'], ...(tseslint.configs.disableTypeChecked as object) }],
  });
  const [result] = await eslint.lintText(code, { filePath: `${folder}/impure.ts` });
  const reported = new Set(
    result!.messages.filter(({ ruleId }) => purityRules.has(ruleId ?? '')).map(({ line }) => line),
  );
  return code
    .trimEnd()
    .split('\n')
    .filter((_, at) => !reported.has(at + 1));
};
