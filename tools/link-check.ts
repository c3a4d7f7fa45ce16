import { existsSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import { findBrokenLinks } from './link-check/find-broken-links.ts';

const FOLDERS_WITHOUT_DOCS = ['node_modules', 'dist', 'reports', '.nx', '.local', '.git'];

const textByPath = new Map<string, string>();
const pages = glob('**/*.md', { exclude: (path) => FOLDERS_WITHOUT_DOCS.includes(path.split('/').at(-1)!) });
for await (const path of pages) textByPath.set(path, await readFile(path, 'utf8'));

const broken = findBrokenLinks({ textByPath, exists: existsSync });
for (const { page, link, why } of broken) console.error(`${page}: ${link}: ${why}`);
if (broken.length > 0) process.exitCode = 1;
