import ts from 'typescript';

export const parseSource = (source: string): ts.SourceFile =>
  ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);

/** TypeScript does not publish the errors of the parser alone; a whole program would take a second for each mutant. */
export const isValidSource = (source: string): boolean => {
  const { parseDiagnostics } = parseSource(source) as unknown as { parseDiagnostics: readonly unknown[] };
  return parseDiagnostics.length === 0;
};

/** All nodes below `root` in the order of the text. */
export const nodesOf = (root: ts.Node): ts.Node[] => {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(root, visit);
  return nodes;
};
