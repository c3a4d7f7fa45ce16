import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleApp } from './bundle/bundle-app.ts';

const projectRoot = process.argv[2];
if (projectRoot === undefined)
  throw new Error('usage: node tools/bundle.ts <project root, such as apps/pooler>');

await bundleApp(projectRoot);
const { size } = await stat(join(projectRoot, 'dist/main.js'));
console.log(`${projectRoot}/dist/main.js ${(size / 1e6).toFixed(2)} MB`);
