import ts from 'typescript';
import type { Mutation } from './mutation.ts';
import { nodesOf, parseSource } from './parse-source.ts';

/** Swaps of two statements that follow each other in one block, each with an `await` of the same function. */
export const findAwaitSwaps = (source: string): Mutation[] =>
  nodesOf(parseSource(source)).flatMap((node) => {
    if (!ts.isBlock(node) && !ts.isCaseOrDefaultClause(node)) return [];
    const { statements } = node;
    return statements.slice(1).flatMap((second, index) => swap(source, statements[index]!, second));
  });

const swap = (source: string, first: ts.Statement, second: ts.Statement): Mutation[] => {
  if (!hasAwait(first) || !hasAwait(second)) return [];
  const between = source.slice(first.getEnd(), second.getStart());
  const text = second.getText() + between + first.getText();
  const isRefusedByTypes = usesNamesOf(first, second);
  return [{ kind: 'swapped awaits', from: first.getStart(), to: second.getEnd(), text, isRefusedByTypes }];
};

const hasAwait = (node: ts.Node): boolean => {
  if (ts.isAwaitExpression(node)) return true;
  if (ts.isForOfStatement(node) && node.awaitModifier) return true;
  if (ts.isFunctionLike(node)) return false;
  return ts.forEachChild(node, hasAwait) ?? false;
};

const usesNamesOf = (declaring: ts.Statement, using: ts.Statement): boolean => {
  if (!ts.isVariableStatement(declaring)) return false;
  const names = declaring.declarationList.declarations.flatMap(({ name }) => namesOf(name));
  return nodesOf(using).some((node) => ts.isIdentifier(node) && names.includes(node.text));
};

const namesOf = (name: ts.BindingName): string[] =>
  ts.isIdentifier(name)
    ? [name.text]
    : name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesOf(element.name) : []));
