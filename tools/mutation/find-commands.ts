import ts from 'typescript';
import type { Mutation } from './mutation.ts';
import { nodesOf, parseSource } from './parse-source.ts';

const COMMANDS_TYPE = /Command\[\]$/;

/**
 * Drops of commands of a state machine: each element of a list of commands, and all commands at each place that takes
 * them from a helper or a constant.
 */
export const findCommands = (source: string): Mutation[] =>
  nodesOf(parseSource(source)).flatMap((node) => {
    if (ts.isArrayLiteralExpression(node) && isCommandList(node)) return dropEachElement(node);
    if (ts.isShorthandPropertyAssignment(node) && node.name.text === 'commands')
      return [drop(node, 'commands: []')];
    if (isCommandsProperty(node) && !ts.isArrayLiteralExpression(node.initializer))
      return [drop(node.initializer, '[]')];
    return [];
  });

const dropEachElement = (list: ts.ArrayLiteralExpression): Mutation[] =>
  list.elements.map((dropped) => {
    const others = list.elements.filter((element) => element !== dropped);
    return drop(list, `[${others.map((element) => element.getText()).join(', ')}]`);
  });

const isCommandsProperty = (node: ts.Node): node is ts.PropertyAssignment =>
  ts.isPropertyAssignment(node) && node.name.getText() === 'commands';

/** Looks outward from a list to what it is the value of. */
const isCommandList = (node: ts.Node): boolean => {
  const { parent } = node;
  if (isCommandsProperty(parent)) return true;
  if (ts.isVariableDeclaration(parent) || ts.isFunctionLike(parent))
    return COMMANDS_TYPE.test(parent.type?.getText() ?? '');
  const isInner = ts.isParenthesizedExpression(parent) || ts.isConditionalExpression(parent);
  return (isInner || ts.isReturnStatement(parent) || ts.isBlock(parent)) && isCommandList(parent);
};

const drop = (node: ts.Node, text: string): Mutation => ({
  kind: 'dropped command',
  from: node.getStart(),
  to: node.getEnd(),
  text,
});
