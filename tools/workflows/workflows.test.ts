import { existsSync, globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

type Step = { readonly uses?: string; readonly run?: string };
type Job = { readonly steps?: readonly Step[]; readonly uses?: string };
type Workflow = { readonly permissions?: object; readonly jobs: Readonly<Record<string, Job>> };

const files = globSync('.github/workflows/*.yml').sort();
const workflows = await Promise.all(
  files.map(async (file) => ({ file, text: await readFile(file, 'utf8') })),
);
const parsed = workflows.map(({ file, text }) => ({ file, ...(parse(text) as Workflow) }));
const jobs = parsed.flatMap((workflow) => Object.values(workflow.jobs));
const steps = jobs.flatMap((job) => job.steps ?? []);
const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: Record<string, string> };

/** What a line of a shell script calls, where it is ours: an npm script, or a file. */
const OURS = [
  [/\bnpm run ([\w:-]+)/g, (name: string) => name in scripts],
  [/\bnpm (test|start)\b/g, (name: string) => name in scripts],
  [/\b(?:node|sh) ([\w./-]+\.(?:ts|js|sh))/g, existsSync],
  [/\bnpx (?:--no-install )?([\w-]+)/g, (name: string) => existsSync(`node_modules/.bin/${name}`)],
] as const;

describe('the workflows', () => {
  it('are read', () => {
    expect(files).toEqual(
      ['ci', 'delivery', 'deploy', 'nightly', 'verify'].map((name) => `.github/workflows/${name}.yml`),
    );
    expect(steps.length).toBeGreaterThan(20);
  });

  it('pin every action to a commit and say its version beside it', () => {
    const uses = workflows.flatMap(({ text }) => text.match(/(?<=\buses: ).*$/gm) ?? []);
    const foreign = uses.filter((action) => !action.startsWith('./'));
    expect(foreign.length).toBeGreaterThan(10);
    for (const action of foreign) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('call workflows that exist', () => {
    const called = jobs.flatMap(({ uses }) => uses ?? []);
    for (const file of called) expect([file, existsSync(file)]).toEqual([file, true]);
  });

  it('run commands that exist: npm scripts, files, and tools of npm packages that the lock file pins', () => {
    const commands = steps.flatMap(({ run = '' }) =>
      OURS.flatMap(([pattern, exists]) =>
        [...run.matchAll(pattern)].map(([command, name]) => [command, exists(name!)] as const),
      ),
    );
    expect(commands.length).toBeGreaterThan(8);
    expect(commands.filter(([, exists]) => !exists)).toEqual([]);
  });

  it('may only read the repository, if a job does not say more', () => {
    for (const { file, permissions } of parsed)
      expect([file, permissions]).toEqual([file, { contents: 'read' }]);
  });

  it('put no input, branch or title into a shell script: such text goes through a variable', () => {
    expect(steps.filter(({ run = '' }) => run.includes('${{'))).toEqual([]);
  });

  it('push the images that the stacks run', async () => {
    const [, apps] = /^for app in (.*); do$/m.exec(await readFile('docker/push.sh', 'utf8'))!;
    const list = /deployedApps = \[(.*?)\]/s.exec(
      await readFile('infra/src/services/service-data.ts', 'utf8'),
    )!;
    const deployed = [...list[1]!.matchAll(/'([\w-]+)'/g)].map(([, app]) => app);
    expect(apps!.split(' ')).toEqual(deployed.sort());
  });
});
