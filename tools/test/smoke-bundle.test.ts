import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { smokeBundle } from '../bundle-smoke/smoke-bundle.ts';

describe('smokeBundle', () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'smoke-'))));
  afterAll(() => rm(folder, { recursive: true }));

  const smoke = async (source: string): Promise<string | undefined> => {
    const bundle = join(folder, 'main.mjs');
    await writeFile(bundle, source);
    return smokeBundle(bundle, ['QUEUE_URL', 'TABLE'], folder);
  };

  it('is content with a bundle that names every missing variable and exits 1', async () => {
    expect(
      await smoke(`console.error('QUEUE_URL: not set\\nTABLE: not set'); process.exit(1);`),
    ).toBeUndefined();
  });

  it('gives the bundle an empty environment', async () => {
    const source = `console.log('QUEUE_URL TABLE'); process.exit(Object.keys(process.env).length === 0 ? 1 : 2);`;
    expect(await smoke(source)).toBeUndefined();
  });

  it('tells of a variable that is not named', async () => {
    expect(await smoke(`console.error('TABLE'); process.exit(1);`)).toContain('does not name QUEUE_URL\n');
  });

  it('tells of a bundle that does not load, with what it printed', async () => {
    expect(await smoke(`import 'not-there';`)).toMatch(/does not name QUEUE_URL, TABLE\n.*not-there/s);
  });

  it('tells of a bundle that starts all the same', async () => {
    expect(await smoke(`console.log('QUEUE_URL TABLE');`)).toContain('ends with 0, not with exit code 1');
  });

  it('tells of a bundle that is not there', async () => {
    expect(await smokeBundle(join(folder, 'none.mjs'), ['TABLE'], folder)).toContain('Cannot find module');
  });
});
