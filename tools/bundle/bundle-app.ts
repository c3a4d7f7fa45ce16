import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { englishMessages } from './english-messages.ts';
import { keepOwnMappings, type SourceMap } from './keep-own-mappings.ts';
import { packageRepairs } from './package-repairs.ts';
import { writeManifests } from './write-manifests.ts';

/** CommonJS dependencies call `require` for Node's own modules, which an ES module does not have. */
const requireBanner =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/** Asks the service of the same container whether it is live. Alone it starts in a fifth of the time of `main.js`. */
const HEALTH = 'libs/platform/service/src/health/main.ts';

/**
 * Packages of which all is bundled. Each has a file of its own, because V8 needs memory to read a file that grows with the
 * file, and the C library keeps most of it.
 */
const LARGE_PACKAGES = ['fastify', 'pino', 'prom-client', 'sqs-consumer', 'undici', 'yaml', 'yauzl', 'zod'];
/** How the files of these entry points begin. Nothing imports them. */
const APART = 'apart-';

/**
 * Writes two ES modules that need no node_modules, `main.js` and `health.js`, to `{projectRoot}/dist`, with the files that
 * they import, their source maps, files that their packages read, and `packages/`, which says what packages they contain.
 *
 * @throws {Error} from esbuild, after it printed what is wrong.
 */
export const bundleApp = async (projectRoot: string): Promise<void> => {
  const outputFolder = join(projectRoot, 'dist');
  await rm(outputFolder, { recursive: true, force: true });
  const options = optionsFor(projectRoot, outputFolder);
  const apart = await findApart(options);
  const entryPoints = {
    ...options.entryPoints,
    ...Object.fromEntries(apart.map((name) => [APART + name, name])),
  };
  const { metafile } = await build({ ...options, entryPoints });
  const files = Object.keys(metafile.outputs);
  for (const file of files) {
    if (basename(file).startsWith(APART)) await rm(file);
    else if (file.endsWith('.map')) await shortenMap(file);
  }
  await writeManifests(Object.keys(metafile.inputs), outputFolder);
};

const optionsFor = (projectRoot: string, outputFolder: string) =>
  ({
    entryPoints: { main: join(projectRoot, 'src/main.ts'), health: HEALTH },
    outdir: outputFolder,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    // Of packages that have ES modules too, only what is used is bundled. A module that is imported late has its own file:
    // Node keeps the text of each file that it has read in memory.
    mainFields: ['module', 'main'],
    splitting: true,
    chunkNames: '[name]-[hash]',
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
    plugins: [englishMessages, packageRepairs(outputFolder)],
    logLevel: 'warning',
  }) satisfies BuildOptions;

/** The large packages that the app imports. As entry points they get files of their own, which `main.js` imports. */
const findApart = async (options: ReturnType<typeof optionsFor>): Promise<string[]> => {
  const { metafile } = await build({ ...options, write: false });
  const inputs = Object.keys(metafile.inputs);
  return LARGE_PACKAGES.filter((name) => inputs.some((path) => path.includes(`node_modules/${name}/`)));
};

const shortenMap = async (path: string): Promise<void> => {
  const map = JSON.parse(await readFile(path, 'utf8')) as SourceMap;
  await writeFile(path, JSON.stringify(keepOwnMappings(map)));
};
