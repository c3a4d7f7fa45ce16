import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runStep } from '../verify/run-step.ts';

describe('runStep', () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'step-'))));
  afterAll(() => rm(folder, { recursive: true }));

  const run = async (source: string, args: readonly string[] = []) => {
    const script = join(folder, 'script.mjs');
    await writeFile(script, source);
    return runStep({ name: 'step', script, args, lane: 'checks' });
  };

  it('passes on exit code 0 and keeps all output', async () => {
    const result = await run(`console.log('out', process.argv[2]); console.error('err')`, ['x']);
    expect(result).toMatchObject({ passed: true, durationMs: expect.any(Number) });
    expect(result.output).toContain('out x\n');
    expect(result.output).toContain('err\n');
  });

  it('fails on any other exit code', async () => {
    expect((await run('process.exitCode = 3')).passed).toBe(false);
  });

  it('fails when a signal ends it', async () => {
    const { passed, output } = await run(`process.kill(process.pid, 'SIGKILL'); await new Promise(() => {})`);
    expect(passed).toBe(false);
    expect(output).toContain('ended by SIGKILL');
  });

  it('gives a child no input to wait for, and this very Node first on its path', async () => {
    const { output } = await run(`
      import { execFileSync } from 'node:child_process';
      for await (const _ of process.stdin) throw new Error('input');
      process.stdout.write(execFileSync('node', ['--print', 'process.execPath']));
    `);
    expect(output).toBe(`${process.execPath}\n`);
  });
});
