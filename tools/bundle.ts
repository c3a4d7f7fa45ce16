import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleApp } from './bundle/bundle-app.ts';

const projectRoot = process.argv[2];
if (projectRoot === undefined)
  throw new Error('usage: node tools/bundle.ts <project root, such as apps/pooler>');

await bundleApp(projectRoot);
const folder = join(projectRoot, 'dist');
const files = (await readdir(folder)).filter((file) => file.endsWith('.js'));
const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size));
const totalBytes = sizes.reduce((sum, size) => sum + size, 0);
console.log(`${folder} ${(totalBytes / 1e6).toFixed(2)} MB`);
