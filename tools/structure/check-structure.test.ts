import { checkStructure } from './check-structure.ts';

const lines = (count: number): string => 'const a = 1;\n'.repeat(count);
const manifest = (...tags: string[]): string => JSON.stringify({ nx: { tags } });
const library = [
  { path: 'libs/core/a/package.json', text: manifest('layer:core') },
  { path: 'libs/core/a/README.md', text: '# a\n' },
];
const faultsOf = (path: string, text: string): string[] => checkStructure([...library, { path, text }]);

describe('checkStructure', () => {
  it('is content with small, named files', () => {
    expect(faultsOf('libs/core/a/src/plan-windows.ts', lines(250))).toEqual([]);
    expect(faultsOf('libs/core/a/src/common-config.ts', lines(1))).toEqual([]);
  });

  it('refuses a file over 250 lines, unless it is a test', () => {
    expect(faultsOf('libs/core/a/src/big.ts', lines(251))).toEqual([
      'libs/core/a/src/big.ts: 251 lines, at most 250',
    ]);
    expect(faultsOf('tools/big.ts', lines(251))).toHaveLength(1);
    expect(faultsOf('libs/core/a/src/big.test.ts', lines(251))).toEqual([]);
    expect(faultsOf('libs/core/a/test/big.ts', lines(251))).toEqual([]);
  });

  it('refuses a main.ts over 40 lines', () => {
    expect(faultsOf('apps/a/src/main.ts', lines(40))).toEqual([]);
    expect(faultsOf('apps/a/src/main.ts', lines(41))).toEqual(['apps/a/src/main.ts: 41 lines, at most 40']);
  });

  it.each(['utils.ts', 'helpers.ts', 'types.ts', 'common.ts', 'utils.test.ts', 'types.d.ts'])(
    'refuses the name %s',
    (name) => {
      expect(faultsOf(`libs/a/src/${name}`, '')).toHaveLength(1);
    },
  );

  it.each([
    'export * from "./b.ts";',
    'export default 1;',
    '\n  export  default class {}',
    'export * as b from "./b.ts";',
  ])('refuses %j in src, and only there', (text) => {
    expect(faultsOf('libs/core/a/src/index.ts', text)).toHaveLength(1);
    expect(faultsOf('tools/jest.config.js', text)).toEqual([]);
  });

  it('takes words that only begin like a default export, and declarations of other people’s modules', () => {
    expect(faultsOf('libs/core/a/src/b.ts', 'export { defaultOf };\nexport const defaults = 1;')).toEqual([]);
    expect(faultsOf('libs/core/a/src/b.d.ts', 'export default 1;')).toEqual([]);
  });

  it('wants a README of at most 60 lines from every lib and app', () => {
    const app = { path: 'apps/b/package.json', text: manifest('layer:app') };
    expect(checkStructure([...library, app])).toEqual(['apps/b/README.md: missing']);
    const readme = { path: 'apps/b/README.md', text: 'x\n'.repeat(61) };
    expect(checkStructure([...library, app, readme])).toEqual(['apps/b/README.md: 61 lines, at most 60']);
    expect(checkStructure([{ path: 'tools/layer-fixture/package.json', text: '{}' }])).toEqual([]);
  });

  it('refuses a README line of more than 120 characters', () => {
    const readme = (text: string) => [library[0]!, { path: 'libs/core/a/README.md', text }];
    expect(checkStructure(readme(`# a\n${'x'.repeat(120)}\n`))).toEqual([]);
    expect(checkStructure(readme(`# a\n${'x'.repeat(121)}\n`))).toEqual([
      'libs/core/a/README.md:2: a line of more than 120 characters',
    ]);
  });

  it.each([
    ['apps/b', 'layer:app'],
    ['libs/core/b', 'layer:core'],
    ['libs/use-cases/b', 'layer:use-case'],
    ['libs/adapters/b', 'layer:adapter'],
    ['libs/platform/b', 'layer:platform'],
    ['libs/dev/b', 'layer:dev'],
    ['infra', 'layer:infra'],
  ])('wants the tag of a project in %s to be %s alone', (folder, layer) => {
    const project = (...tags: string[]) => [
      { path: `${folder}/package.json`, text: manifest(...tags) },
      { path: `${folder}/README.md`, text: '# b\n' },
    ];
    expect(checkStructure(project(layer))).toEqual([]);
    for (const wrong of [[], ['layer:none'], [layer, 'layer:none']]) {
      expect(checkStructure(project(...wrong))).toHaveLength(1);
    }
  });

  it('refuses a project in a folder that is no layer, and one without tags', () => {
    const lost = { path: 'libs/other/b/package.json', text: manifest('layer:core') };
    expect(checkStructure([lost])).toContain('libs/other/b/package.json: libs/other is no folder of a layer');
    expect(checkStructure([{ path: 'libs/core/a/package.json', text: '{}' }, library[1]!])).toHaveLength(1);
  });
});
