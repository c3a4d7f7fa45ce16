import { glob, readFile } from 'node:fs/promises';
import { findIdioms } from './words/find-idioms.ts';
import { readProse } from './words/read-prose.ts';

/** The list itself, and its tests, hold the idioms. The first lines of the README may say "home". */
const exempt = (path: string): boolean => path.startsWith('tools/words/') || path === 'README.md';
const skipped = new Set(['node_modules', 'dist', 'cdk.out', '.nx']);

const faults: string[] = [];
const files = glob('{*.md,{apps,libs,tools,docs,infra}/**/*.{ts,md}}', {
  exclude: (path) => skipped.has(path.split('/').at(-1)!),
});
for await (const path of files) {
  if (!exempt(path)) faults.push(...findIdioms(readProse(path, await readFile(path, 'utf8'))));
}
for (const fault of faults.sort()) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
