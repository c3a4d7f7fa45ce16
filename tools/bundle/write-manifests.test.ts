import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeManifests } from './write-manifests.ts';

describe('writeManifests', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'manifests-'))));
  afterEach(() => rm(folder, { recursive: true }));

  const written = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(join(folder, 'packages', name, 'package.json'), 'utf8'));
  const versionOf = async (name: string): Promise<string> =>
    (JSON.parse(await readFile(`node_modules/${name}/package.json`, 'utf8')) as { version: string }).version;

  it('names each package of the bundle once, with its version, and none of our own files', async () => {
    const fastify = await versionOf('fastify');
    const s3 = await versionOf('@aws-sdk/client-s3');
    await writeManifests(
      [
        'apps/pooler/src/main.ts',
        'node_modules/fastify/fastify.js',
        'node_modules/fastify/lib/route.js',
        'node_modules/@aws-sdk/client-s3/dist-es/index.js',
      ],
      folder,
    );
    expect(await written(`fastify@${fastify}`)).toEqual({
      name: 'fastify',
      version: fastify,
      license: 'MIT',
    });
    expect(await written(`@aws-sdk/client-s3@${s3}`)).toMatchObject({ name: '@aws-sdk/client-s3' });
  });

  it('reads a package that gives its license as an object, as old ones do', async () => {
    await writeManifests(['node_modules/lazy/lazy.js'], folder);
    expect(await written(`lazy@${await versionOf('lazy')}`)).toMatchObject({ license: { type: 'MIT' } });
  });
});
