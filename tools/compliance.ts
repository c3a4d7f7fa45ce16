import { existsSync, readFileSync } from 'node:fs';
import { findClaimFaults } from './compliance/find-claim-faults.ts';
import { listTitles } from './requirements/list-titles.ts';

/** Checks the control report: what it names exists, and both languages claim the same. */
const pages = ['docs/compliance.md', 'docs/compliance.es.md'] as const;
const read = (path: string): string => readFileSync(path, 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const pageOf = (path: string) => ({ path, text: read(path) });

const faults = findClaimFaults(
  [pageOf(pages[0]), pageOf(pages[1])],
  { read: (path) => (existsSync(path) ? read(path) : undefined), titlesIn: listTitles },
  Object.keys(scripts),
);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
