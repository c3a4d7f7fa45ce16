import ts from 'typescript';

const BLOCKS = new Set(['describe', 'it', 'test']);

/**
 * The titles of the tests in a file, each alone and after the titles of its blocks: `it('refuses')` in `describe('a key')` is
 * `refuses` and `a key > refuses`. A title of `it.each` is as it is written, with its placeholders.
 */
export const listTitles = (text: string): ReadonlySet<string> => {
  const titles = new Set<string>();
  const visit = (node: ts.Node, path: readonly string[]): void => {
    const title = ts.isCallExpression(node) ? titleOf(node) : undefined;
    const within = title === undefined ? path : [...path, title];
    if (title !== undefined) {
      titles.add(title);
      titles.add(within.join(' > '));
    }
    ts.forEachChild(node, (child) => visit(child, within));
  };
  visit(ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest, true), []);
  return titles;
};

/** @returns undefined for a call that is no block of a test. */
const titleOf = ({ expression, arguments: [first] }: ts.CallExpression): string | undefined => {
  if (!first || !BLOCKS.has(nameOf(expression))) return undefined;
  if (ts.isStringLiteralLike(first)) return first.text;
  return ts.isTemplateExpression(first) ? first.getText().slice(1, -1) : undefined;
};

/** `it` of `it(…)`, `it.each(…)(…)`, and `it.each<Row>(…)(…)`. */
const nameOf = (expression: ts.Expression): string => {
  if (ts.isIdentifier(expression)) return expression.text;
  if (ts.isPropertyAccessExpression(expression)) return nameOf(expression.expression);
  return ts.isCallExpression(expression) ? nameOf(expression.expression) : '';
};
