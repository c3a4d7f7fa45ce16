import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Each export is a record of items by the name of their file. */
type Golden = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** Writes the golden files of one folder that do not exist yet. It never changes a file. */
const [number] = process.argv.slice(2);
if (number === undefined || !/^\d+$/.test(number)) {
  console.error('usage: node tools/golden.ts <folder number>');
  process.exit(2);
}
const root = join(import.meta.dirname, '..');
const folder = join(root, 'fixtures/golden', number);
mkdirSync(folder, { recursive: true });
for (const project of ['call-record', 'reconciliation', 'workflow']) {
  const golden = (await import(join(root, `libs/core/${project}/src/test-golden.ts`))) as Golden;
  for (const [name, item] of Object.values(golden).flatMap((items) => Object.entries(items))) {
    const file = join(folder, `${name}.json`);
    if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(item, null, 2)}\n`);
  }
}
