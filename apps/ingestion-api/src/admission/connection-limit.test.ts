import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectionLimit } from './connection-limit.ts';

describe('connectionLimit', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'limits-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.each([
    ['1024                 4096', 824],
    ['1048576              1048576', 2_000],
    ['unlimited            unlimited', 2_000],
    ['100                  100', 1],
  ])('leaves 200 of the open files "%s" for everything else', async (files, expected) => {
    const path = join(folder, 'limits');
    await writeFile(
      path,
      `Max processes             63000    63000    processes\nMax open files            ${files} files\n`,
    );
    expect(await connectionLimit(2_000, path)).toBe(expected);
  });

  it('is what is configured if the limit of open files is unknown', async () => {
    expect(await connectionLimit(2_000, join(folder, 'absent'))).toBe(2_000);
  });
});
