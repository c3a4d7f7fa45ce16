/** One piece of prose and its place. */
export type Prose = { readonly path: string; readonly line: number; readonly text: string };

/** A title is the first argument. After a table of several lines, `it.each` ends in a line such as `] as const)('...`. */
const TITLE = /(?:\b(?:describe|it|test)(?:\.\w+)*(?:\(.*\))?|^\s*\]?(?: as const)?\))\(\s*(['"`])(.*?)\1/;
/** The message of a log call or of a note table, and the text of an error. */
const MESSAGE = /(?:\bmessage:|\blog\.\w+\((?:.*,)?|\bnew \w*Error\()\s*(['"`])(.*?)\1/;
const LINE_COMMENT = /(?:^|\s)\/\/ (.*)$/;
const BLOCK_COMMENT = /(?:^\s*\*|(?:^|\s)\/\*+)(?!\/)(.*)$/;

/** The prose of a Markdown file, and the comments, test titles and messages of a TypeScript file. */
export const readProse = (path: string, text: string): Prose[] => {
  const lines = text.split('\n');
  return path.endsWith('.md') ? proseOfMarkdown(path, lines) : proseOfCode(path, lines);
};

const proseOfMarkdown = (path: string, lines: readonly string[]): Prose[] => {
  let isCode = false;
  return lines.flatMap((line, at) => {
    if (line.startsWith('```')) isCode = !isCode;
    return isCode ? [] : [{ path, line: at + 1, text: line.replaceAll(/`[^`]*`/g, '') }];
  });
};

const proseOfCode = (path: string, lines: readonly string[]): Prose[] =>
  lines.flatMap((line, at) => {
    const comment = LINE_COMMENT.exec(line)?.[1] ?? BLOCK_COMMENT.exec(line)?.[1];
    const texts = [comment, TITLE.exec(line)?.[2], MESSAGE.exec(line)?.[2]];
    return texts.filter((text) => text !== undefined).map((text) => ({ path, line: at + 1, text }));
  });
