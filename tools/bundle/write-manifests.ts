import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const Manifest = z.object({ name: z.string(), version: z.string(), license: z.unknown() });

/** Everything up to the last package of a path: `node_modules/a/node_modules/@b/c` of its file `lib/d.js`. */
const PACKAGE_FOLDER = /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+/;

/**
 * Writes `{outputFolder}/packages/{name}@{version}/package.json` for each npm package that the bundle contains. A bundle
 * has no node_modules, so a software bill of materials of an image would miss them.
 *
 * @param inputs paths of the bundled files, from the repository's root.
 */
export const writeManifests = async (inputs: readonly string[], outputFolder: string): Promise<void> => {
  const folders = new Set(inputs.flatMap((path) => PACKAGE_FOLDER.exec(path)?.[0] ?? []));
  for (const folder of folders) {
    const { name, version, license } = Manifest.parse(
      JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')),
    );
    const target = join(outputFolder, 'packages', `${name}@${version}`);
    await mkdir(target, { recursive: true });
    await writeFile(join(target, 'package.json'), `${JSON.stringify({ name, version, license })}\n`);
  }
};
