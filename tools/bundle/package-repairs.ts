import { cp, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Plugin } from 'esbuild';

/** What a file of a package needs so that it works inside a bundle. */
type Repair = {
  readonly package: string;
  readonly file: string;
  readonly find: string;
  readonly replacement: string;
  /** A folder of the package that the file reads from at run time; it goes to `{outputFolder}/{package}`. */
  readonly reads?: string;
};

/** In a bundle `__dirname` is the bundle's folder, and a computed `require` finds only whole file names. */
const repairs: readonly Repair[] = [
  {
    // The embedded DynamoDB loads this native module even though it keeps everything in memory.
    package: 'classic-level',
    file: 'binding.js',
    find: '__dirname',
    replacement: "(__dirname + '/classic-level')",
    reads: 'prebuilds',
  },
  { package: 'dynalite', file: 'index.js', find: "' + action)", replacement: "' + action + '.js')" },
];

/** Repairs the files of packages that an app imports. Fails where a file has not what the repair looks for. */
export const packageRepairs = (outputFolder: string): Plugin => ({
  name: 'package-repairs',
  setup: ({ onLoad }) => {
    for (const repair of repairs) {
      const suffix = `/node_modules/${repair.package}/${repair.file}`;
      onLoad({ filter: new RegExp(`${suffix.replaceAll('.', '\\.')}$`) }, async ({ path }) => {
        if (repair.reads !== undefined) {
          const source = join(path.slice(0, -repair.file.length), repair.reads);
          await copyAssets(source, join(outputFolder, repair.package, repair.reads));
        }
        return { contents: applyRepair(await readFile(path, 'utf8'), repair), loader: 'js' };
      });
    }
  },
});

const applyRepair = (source: string, repair: Repair): string => {
  if (!source.includes(repair.find)) {
    throw new Error(
      `${repair.package}/${repair.file} holds no ${repair.find}: look whether it needs the repair still`,
    );
  }
  return source.replaceAll(repair.find, repair.replacement);
};

const copyAssets = (from: string, to: string): Promise<void> =>
  cp(from, to, { recursive: true, filter: (source) => extname(source) !== '.map' });
