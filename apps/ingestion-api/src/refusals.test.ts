import { readFile } from 'node:fs/promises';
import { statusByCode } from './refusals.ts';

it('documents every code that it refuses a request with', async () => {
  const page = await readFile(new URL('../../../docs/http-errors.md', import.meta.url), 'utf8');
  expect(Object.keys(statusByCode).filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});
