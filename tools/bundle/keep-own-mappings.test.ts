import { SourceMap, type SourceMapping } from 'node:module';
import { decode } from '@jridgewell/sourcemap-codec';
import { build } from 'esbuild';
import { keepOwnMappings } from './keep-own-mappings.ts';

/** Two files that esbuild bundles into one, with its map. */
const bundle = async () => {
  const files: Record<string, string> = {
    'own/first.ts':
      "import { call } from 'pkg';\nexport const first = (n: number): number => {\n  return call(n);\n};",
    'own/second.ts': "import { first } from 'first';\n\nconsole.log(first(2));",
    'node_modules/pkg/index.js': 'export const call = (n) => {\n  return n + 1;\n};',
  };
  const names: Record<string, string> = { pkg: 'node_modules/pkg/index.js', first: 'own/first.ts' };
  const { outputFiles } = await build({
    entryPoints: ['own/second.ts'],
    outdir: 'out',
    bundle: true,
    write: false,
    sourcemap: 'external',
    sourcesContent: false,
    minifyWhitespace: true,
    plugins: [
      {
        name: 'files',
        setup: ({ onResolve, onLoad }) => {
          onResolve({ filter: /.*/ }, ({ path }) => ({ path: `${process.cwd()}/${names[path] ?? path}` }));
          onLoad({ filter: /.*/ }, ({ path }) => ({
            contents: files[path.slice(process.cwd().length + 1)],
            loader: 'ts',
          }));
        },
      },
    ],
  });
  const textOf = (end: string): string => outputFiles.find(({ path }) => path.endsWith(end))!.text;
  return { code: textOf('.js'), map: JSON.parse(textOf('.map')) };
};

describe('keepOwnMappings', () => {
  it('keeps the line of each place of our files, and gives none for the places of packages', async () => {
    const { code, map } = await bundle();
    const whole = new SourceMap(map);
    const own = new SourceMap(keepOwnMappings(map));
    let kept = 0;
    code.split('\n').forEach((text, line) => {
      for (let column = 0; column < text.length; column += 1) {
        const before = whole.findEntry(line, column);
        const after = own.findEntry(line, column);
        const isOwn = 'originalSource' in before && !before.originalSource.includes('node_modules/');
        if (isOwn) kept += 1;
        const { originalSource, originalLine } = before as SourceMapping;
        expect(after).toEqual(
          isOwn
            ? expect.objectContaining({ originalSource, originalLine })
            : expect.not.objectContaining({ originalSource: expect.anything() }),
        );
      }
    });
    expect(kept).toBeGreaterThan(20);
  });

  it('has one place for each line of ours that follows another', async () => {
    const { map } = await bundle();
    const places = (mappings: string): number => decode(mappings).flat().length;
    expect(places(map.mappings)).toBeGreaterThan(20);
    expect(places(keepOwnMappings(map).mappings)).toBeLessThan(12);
  });

  it('names the packages no more', async () => {
    const { map } = await bundle();
    expect(map.sources).toHaveLength(3);
    expect(keepOwnMappings(map).sources).toEqual([
      expect.stringMatching('own/first.ts$'),
      expect.stringMatching('own/second.ts$'),
    ]);
  });
});
