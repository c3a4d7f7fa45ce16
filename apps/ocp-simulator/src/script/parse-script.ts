import { ConfigurationError } from '@recordings/service';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { sayMistake } from './say-mistake.ts';
import { Script } from './step.ts';

/**
 * Reads a script.
 *
 * @param groupNames the groups that steps may name.
 * @throws {ConfigurationError} naming every mistake with its line, what is expected there, and the value.
 */
export const parseScript = (text: string, groupNames: readonly string[]): Script => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  refuse(document.errors.map(({ message }) => message));
  const value = document.toJS() as unknown;
  const { data, error } = Script.safeParse(value);
  const line = (path: readonly PropertyKey[]): string => `line ${lineOf(document, lines, path)}: `;
  refuse(error?.issues.map((issue) => line(issue.path) + sayMistake(value, issue)) ?? []);
  const script = data!;
  refuse(
    script.steps.flatMap(({ group }, at) => {
      if (group === undefined || groupNames.includes(group)) return [];
      const known = `expected one of ${groupNames.join(', ')}; it is ${JSON.stringify(group)}`;
      return `${line(['steps', at, 'group'])}step ${at + 1}, group: ${known}`;
    }),
  );
  return script;
};

const refuse = (mistakes: readonly string[]): void => {
  if (mistakes.length > 0) throw new ConfigurationError(mistakes.join('\n'));
};

/** The line of the nearest place that the file has. */
const lineOf = (document: Document, lines: LineCounter, path: readonly PropertyKey[]): number => {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as { range?: readonly number[] } | undefined;
    if (node?.range) return lines.linePos(node.range[0]!).line;
  }
  return 1;
};
