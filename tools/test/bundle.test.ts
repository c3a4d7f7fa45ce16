import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

describe('tools/bundle.ts', () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'bundle-'))));
  afterAll(() => rm(folder, { recursive: true }));

  it('makes a main.js that runs where there is no node_modules, what it needs at run time beside it', async () => {
    const { stdout } = await execute(process.execPath, ['tools/bundle.ts', 'tools/bundle/fixture']);
    expect(stdout).toMatch(/^tools\/bundle\/fixture\/dist \d+\.\d\d MB\n$/);
    await cp('tools/bundle/fixture/dist', folder, { recursive: true });
    const ran = await execute(process.execPath, [join(folder, 'main.js')], { cwd: folder });
    expect(JSON.parse(ran.stdout)).toMatchObject({
      emulator: 'function',
      error: 'FixtureError',
    });
  });

  it('fails for a project without src/main.ts', async () => {
    await expect(execute(process.execPath, ['tools/bundle.ts', join(folder, 'none')])).rejects.toMatchObject({
      code: 1,
    });
  });
});
