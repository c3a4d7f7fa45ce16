import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { keepOwnMappings, type SourceMap } from './keep-own-mappings.ts';
import { packageRepairs } from './package-repairs.ts';
import { writeManifests } from './write-manifests.ts';

/** CommonJS dependencies call `require` for Node's own modules, which an ES module does not have. */
const requireBanner =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/** Asks the service of the same container whether it is live. Alone it starts in a fifth of the time of `main.js`. */
const HEALTH = 'libs/platform/service/src/health/main.ts';

/**
 * Writes two ES modules that need no node_modules, `main.js` and `health.js`, to `{projectRoot}/dist`, with their source
 * maps, files that their packages read, and `packages/`, which says what packages they contain.
 *
 * @throws {Error} from esbuild, after it printed what is wrong.
 */
export const bundleApp = async (projectRoot: string): Promise<void> => {
  const outputFolder = join(projectRoot, 'dist');
  await rm(outputFolder, { recursive: true, force: true });
  const { metafile } = await build({
    entryPoints: { main: join(projectRoot, 'src/main.ts'), health: HEALTH },
    outdir: outputFolder,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    sourcemap: 'linked',
    sourcesContent: false,
    keepNames: true, // An error's name is the name of its class.
    // Without the comments the file is ASCII, which takes half the memory.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    metafile: true,
    banner: { js: requireBanner },
    define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' },
    plugins: [packageRepairs(outputFolder)],
    logLevel: 'warning',
  });
  await shortenMap(join(outputFolder, 'main.js.map'));
  await writeManifests(Object.keys(metafile.inputs), outputFolder);
};

const shortenMap = async (path: string): Promise<void> => {
  const map = JSON.parse(await readFile(path, 'utf8')) as SourceMap;
  await writeFile(path, JSON.stringify(keepOwnMappings(map)));
};
