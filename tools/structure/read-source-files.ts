import { glob, readFile } from 'node:fs/promises';

export type SourceFile = { readonly path: string; readonly text: string };

const unwritten = new Set(['node_modules', 'dist', 'cdk.out']);

/** Code, manifests and READMEs under `apps`, `infra`, `libs` and `tools`, by path from the repository's root. */
export const readSourceFiles = async (): Promise<SourceFile[]> => {
  const files: SourceFile[] = [];
  const paths = glob('{apps,infra,libs,tools}/**/{*.ts,*.js,*.cjs,package.json,README.md}', {
    exclude: (path) => unwritten.has(path.split('/').at(-1)!),
  });
  for await (const path of paths) files.push({ path, text: await readFile(path, 'utf8') });
  return files.sort((a, b) => a.path.localeCompare(b.path));
};
