import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { loadStage, stageNames } from '../src/settings/load-stage.ts';

const MAIN = join(import.meta.dirname, '../src/main.ts');
/** The port of discard, on which no machine of today answers. */
const CLOSED = 'http://127.0.0.1:9';

/** The limits of CloudFormation for one template. */
const MAX_RESOURCES = 500;
const MAX_BYTES = 1_000_000;

type Template = { readonly Resources: Readonly<Record<string, { readonly Type: string }>> };

/** Two stages take some 7 s of processor time; the machine may do other things. */
const LIMIT_MS = 300_000;

describe('node infra/src/main.ts', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'synth-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Without credentials, and with no way to any network. */
  const synthesize = (output: string, ...args: string[]) =>
    execa(process.execPath, [MAIN, ...args], {
      cwd: folder,
      extendEnv: false,
      reject: false,
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        CDK_OUTDIR: join(folder, output),
        HTTP_PROXY: CLOSED,
        HTTPS_PROXY: CLOSED,
        NODE_USE_ENV_PROXY: '1',
      },
    });

  const read = async (output: string): Promise<ReadonlyMap<string, string>> => {
    const names = (await readdir(join(folder, output))).filter((name) => name.endsWith('.template.json'));
    const texts = names.sort().map((name) => readFile(join(folder, output, name), 'utf8'));
    return new Map((await Promise.all(texts)).map((text, at) => [names[at]!, text]));
  };

  it(
    'writes the templates of all stages, or the same ones of one, without network, credentials and findings',
    async () => {
      const { exitCode, stderr } = await synthesize('all');
      expect(stderr).toBe('');
      expect(exitCode).toBe(0);
      const all = await read('all');
      for (const stage of stageNames) {
        const stacks = [...all.keys()].filter((name) => name.startsWith(`${loadStage(stage).prefix}-`));
        expect(stacks.length).toBeGreaterThanOrEqual(4);
      }
      for (const text of all.values()) {
        const count = Object.keys((JSON.parse(text) as Template).Resources).length;
        expect(count).toBeGreaterThan(0);
        expect(count).toBeLessThanOrEqual(MAX_RESOURCES);
        expect(text.length).toBeLessThanOrEqual(MAX_BYTES);
      }
      const manifest = JSON.parse(await readFile(join(folder, 'all/manifest.json'), 'utf8')) as object;
      expect(manifest).not.toHaveProperty('missing'); // It would name questions that only AWS can answer.

      await synthesize('dev', '--context', 'stage=dev');
      const ofDev = [...all].filter(([name]) => name.startsWith(`${loadStage('dev').prefix}-`));
      expect([...(await read('dev'))]).toEqual(ofDev);
    },
    LIMIT_MS,
  );

  it.each([
    ['stage=qa', 'stage: qa, expected one of dev, prod'],
    ['stage', '--context stage: expected name=value'],
  ])(
    'fails with --context %s and says what is expected',
    async (context, message) => {
      const { exitCode, stderr } = await synthesize('none', '--context', context);
      expect(exitCode).toBe(1);
      expect(stderr).toContain(message);
    },
    LIMIT_MS,
  );
});
