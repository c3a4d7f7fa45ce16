import { readFile } from 'node:fs/promises';
import { readContainer } from './container.ts';

const textOf = (path: string): Promise<string> => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('readContainer', () => {
  it('reads the options of each kind of image, and the settings that all have', async () => {
    const [usual, small] = [await readContainer('usual'), await readContainer('small')];
    for (const { nodeOptions, environment } of [usual, small]) {
      expect(nodeOptions).toContain('--enable-source-maps');
      expect(environment).toHaveProperty('MALLOC_TRIM_THRESHOLD_');
    }
    expect(usual.nodeOptions).not.toEqual(small.nodeOptions);
    expect(usual.environment).not.toHaveProperty('MALLOC_ARENA_MAX');
    expect(small.environment).toHaveProperty('MALLOC_ARENA_MAX');
  });

  it('measures the downloader with the options of its image, by script and by compose', async () => {
    expect(await textOf('docker/build.sh')).toContain('[ "$app" != downloader ] || memory=small');
    expect(await textOf('docker-compose.yml')).toContain('APP: downloader, MEMORY: small');
    expect(await textOf('tools/bench/reconcile/start-bench-downloader.ts')).toContain(
      "readContainer('small')",
    );
  });
});
