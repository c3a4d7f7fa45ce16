import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = 'docs/runbooks';
const pages = readdirSync(FOLDER).filter((name) => name !== 'README.md');
const blocksOf = (page: string): string[] =>
  [...readFileSync(`${FOLDER}/${page}`, 'utf8').matchAll(/^```sh\n(.*?)^```/gms)].map(([, block]) => block!);

/** What Bash says of a script that it reads and does not run. */
const parse = (script: string) => spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' }).stderr;

/** Commands that are neither functions of shell.md nor programs that an operator has. */
const programs = new Set(['aws', 'docker', 'curl', 'npm']);
const functionsIn = (script: string): string[] =>
  [...script.matchAll(/^(\w+)\(\)/gm)].map(([, name]) => name!);

describe('the shell blocks of a runbook', () => {
  it.each(pages)('are good Bash: %s', (page) => {
    expect(blocksOf(page).length).toBeGreaterThan(0);
    for (const block of blocksOf(page)) expect(parse(block)).toBe('');
  });

  it.each(pages.filter((name) => name !== 'shell.md'))(
    'use programs, and functions that shell.md defines on AWS and on this machine: %s',
    (page) => {
      const [onAws, here] = blocksOf('shell.md').map(functionsIn);
      const used = blocksOf(page).flatMap((block) =>
        block
          .trim()
          .split('\n')
          .map((line) => line.split(' ')[0]!),
      );
      for (const name of used.filter((word) => !programs.has(word))) {
        expect(onAws).toContain(name);
        expect(here).toContain(name);
      }
    },
  );

  it('are refused if a quote is open', () => {
    expect(parse('aws s3 ls "s3://$P-replay/')).toContain('unexpected EOF');
  });
});
