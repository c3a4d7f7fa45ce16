import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '@recordings/test-kit';
import { runBounded } from '../process/run-bounded.ts';

describe('runBounded', () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'bounded-'))));
  afterAll(() => rm(folder, { recursive: true }));

  const run = async (source: string, limitMs = 20_000): Promise<{ failure?: string; said: string }> => {
    const script = join(folder, 'script.mjs');
    await writeFile(script, source);
    let said = '';
    const failure = await runBounded(process.execPath, [script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      limitMs,
      onStart: ({ stdout }) => stdout!.on('data', (text) => (said += String(text))),
    });
    return { ...(failure !== undefined && { failure }), said };
  };

  const stateOf = (pid: number): string =>
    spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();

  it('has nothing to say of exit code 0', async () => {
    expect(await run(`console.log('done')`)).toEqual({ said: 'done\n' });
  });

  it('tells the exit code, or the signal', async () => {
    expect(await run('process.exitCode = 3')).toMatchObject({ failure: 'ended with exit code 3' });
    expect(await run(`process.kill(process.pid, 'SIGKILL'); setInterval(() => 0, 9)`)).toMatchObject({
      failure: 'ended by SIGKILL',
    });
  });

  it('kills what hangs and all that it started, one that left its group too, and names them', async () => {
    const source = `import { spawn } from 'node:child_process';
       const child = spawn('sleep', ['77'], { stdio: 'inherit', detached: true });
       console.log(process.pid, child.pid);
       process.on('SIGTERM', () => {});`;
    // A slow machine may need longer until there is something to kill.
    let [failure, said]: [string | undefined, string] = ['', ''];
    for (const limitMs of [700, 5_000, 20_000])
      if (said === '') ({ failure, said } = await run(source, limitMs));
    expect(failure).toMatch(
      /^did not end within [\d.]+ s; killed what still ran:\n {2}\d+ .*script\.mjs\n {2}\d+ sleep 77$/,
    );
    const pids = said.trim().split(' ').map(Number);
    expect(pids).toHaveLength(2);
    // One whose parent is gone may stay as a zombie where no process adopts it.
    for (const pid of pids) await waitUntil(`${pid} has ended`, () => /^(Z.*)?$/.test(stateOf(pid)));
  });
});
