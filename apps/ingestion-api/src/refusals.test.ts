import { readFile } from 'node:fs/promises';
import { admissionStatusByCode } from './admission/admission-status.ts';
import { statusByCode } from './refusals.ts';

it('documents every code that it refuses a request with', async () => {
  const page = await readFile(new URL('../../../docs/http-errors.md', import.meta.url), 'utf8');
  const codes = Object.keys({ ...statusByCode, ...admissionStatusByCode });
  expect(codes.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});
