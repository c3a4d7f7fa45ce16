import ts from 'typescript';
import { findAwaitSwaps } from './find-await-swaps.ts';
import { applyMutation, type Mutation, type MutationKind } from './mutation.ts';
import { isValidSource, nodesOf, parseSource } from './parse-source.ts';

/** Every small mutation of a source text. Each leaves it syntactically right. */
export const findMutations = (source: string): Mutation[] => {
  const file = parseSource(source);
  const mutations = nodesOf(file).flatMap((node) => mutate(node));
  const swaps = findAwaitSwaps(source).filter(({ isRefusedByTypes }) => !isRefusedByTypes);
  return [...mutations, ...swaps].filter((mutation) => isValidSource(applyMutation(source, mutation)));
};

const mutate = (node: ts.Node): Mutation[] => {
  if (ts.isBinaryExpression(node)) return mutateBinary(node);
  if (ts.isNumericLiteral(node) && !ts.isLiteralTypeNode(node.parent)) return mutateNumber(node);
  if (ts.isAwaitExpression(node)) return [replace('dropped await', node, node.expression.getText())];
  if (ts.isIfStatement(node)) return [replace('condition', node.expression, negate(node.expression))];
  if (ts.isExpressionStatement(node) && isCall(node.expression)) return [replace('dropped call', node, ';')];
  if (ts.isPropertyAccessExpression(node) && node.expression.getText() === 'Math') return mutateBound(node);
  if (ts.isLiteralTypeNode(node.parent)) return [];
  if (node.kind === ts.SyntaxKind.TrueKeyword) return [replace('boolean', node, 'false')];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return [replace('boolean', node, 'true')];
  return [];
};

const OTHER_OPERATOR: Partial<Record<ts.SyntaxKind, readonly [MutationKind, string]>> = {
  [ts.SyntaxKind.LessThanToken]: ['comparison', '<='],
  [ts.SyntaxKind.LessThanEqualsToken]: ['comparison', '<'],
  [ts.SyntaxKind.GreaterThanToken]: ['comparison', '>='],
  [ts.SyntaxKind.GreaterThanEqualsToken]: ['comparison', '>'],
  [ts.SyntaxKind.AmpersandAmpersandToken]: ['logic', '||'],
  [ts.SyntaxKind.BarBarToken]: ['logic', '&&'],
};

const mutateBinary = (node: ts.BinaryExpression): Mutation[] => {
  // A literal default is changed where the literal is found.
  if (node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
    return ts.isStringLiteral(node.right)
      ? [replace('default', node.right, "'mutated'")]
      : [replace('default', node, node.right.getText())];
  const other = OTHER_OPERATOR[node.operatorToken.kind];
  return other ? [replace(other[0], node.operatorToken, other[1])] : [];
};

const mutateNumber = (node: ts.NumericLiteral): Mutation[] => {
  const value = Number(node.text);
  return [value + 1, value - 1]
    .filter((changed) => changed >= 0)
    .map((changed) => replace('number', node, String(changed)));
};

const mutateBound = (node: ts.PropertyAccessExpression): Mutation[] => {
  const other = { min: 'max', max: 'min' }[node.name.text];
  return other ? [replace('bound', node.name, other)] : [];
};

const isCall = (expression: ts.Expression): boolean =>
  ts.isAwaitExpression(expression) ? isCall(expression.expression) : ts.isCallExpression(expression);

const negate = (condition: ts.Expression): string => `!(${condition.getText()})`;

const replace = (kind: MutationKind, node: ts.Node, text: string): Mutation => ({
  kind,
  from: node.getStart(),
  to: node.getEnd(),
  text,
});
