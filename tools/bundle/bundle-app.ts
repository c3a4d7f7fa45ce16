import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { packageRepairs } from './package-repairs.ts';
import { writeManifests } from './write-manifests.ts';

/** CommonJS dependencies call `require` for Node's own modules, which an ES module does not have. */
const requireBanner =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/**
 * Writes `{projectRoot}/dist/main.js`, one ES module that needs no node_modules, its source map, files its
 * packages read, and `packages/`, which says what packages it contains.
 *
 * @throws {Error} from esbuild, after it printed what is wrong.
 */
export const bundleApp = async (projectRoot: string): Promise<void> => {
  const outputFolder = join(projectRoot, 'dist');
  await rm(outputFolder, { recursive: true, force: true });
  const { metafile } = await build({
    entryPoints: [join(projectRoot, 'src/main.ts')],
    outfile: join(outputFolder, 'main.js'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    sourcemap: 'linked',
    sourcesContent: false,
    keepNames: true, // An error's name is the name of its class.
    legalComments: 'none',
    metafile: true,
    banner: { js: requireBanner },
    define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' },
    plugins: [packageRepairs(outputFolder)],
    logLevel: 'warning',
  });
  await writeManifests(Object.keys(metafile.inputs), outputFolder);
};
