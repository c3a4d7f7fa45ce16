import { glob, readFile } from 'node:fs/promises';

/** A command line of a page. */
export type DocumentedCommand = { readonly page: string; readonly line: string };

const COMMAND = /^(npm run ops --|docker compose run --rm ops) /;
const PAGES = ['docs/**/*.md', 'apps/ops/README.md'];

/** The lines in the `sh` blocks of a page, without comments and empty ones. */
export const shellLinesOf = (text: string): string[] =>
  [...text.matchAll(/^ *```sh\n(.*?)^ *```$/gms)]
    .flatMap(([, block = '']) => block.split('\n'))
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

/** The command lines of all pages, each once. */
export const readDocumentedCommands = async (root: URL): Promise<DocumentedCommand[]> => {
  const commands = new Map<string, DocumentedCommand>();
  for await (const page of glob(PAGES, { cwd: root })) {
    const lines = shellLinesOf(await readFile(new URL(page, root), 'utf8'));
    for (const line of lines) if (COMMAND.test(line)) commands.set(line, { page, line });
  }
  return [...commands.values()];
};

/**
 * The arguments of a command line, as a shell splits it.
 *
 * @param values of the words in capitals.
 * @throws {Error} for a word in capitals without a value.
 */
export const argumentsOf = (line: string, values: Readonly<Record<string, string>>): string[] =>
  [...line.replace(COMMAND, '').matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word = '']) => {
    if (quoted !== undefined) return quoted;
    if (!/^[A-Z]{2,}$/.test(word)) return word;
    const value = values[word];
    if (value === undefined) throw new Error(`no value is known for ${word} in: ${line}`);
    return value;
  });
