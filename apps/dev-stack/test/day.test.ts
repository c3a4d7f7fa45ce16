import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replaceFile, waitUntil } from '@recordings/test-kit';
import { changeRegistry } from './change-registry.ts';
import { runDevStack, stopDevStacks } from './run-dev-stack.ts';

/** A day plays in seconds, and in minutes on a machine that is busy. */
const PATIENCE_MS = 180_000;

const pidsIn = (processes: string): number[] =>
  [...processes.matchAll(/\d+(?=,|$)/g)].map(([pid]) => Number(pid));

/** A process that has ended stays as a zombie if its parent does not wait for it. */
const isAlive = (pid: number): boolean => {
  const state = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  return state !== '' && !state.startsWith('Z');
};

/** The commands that the stack invites to, in their order. */
const commandsIn = (said: string): string[] =>
  said
    .slice(said.indexOf('Send a recording'))
    .replaceAll(/ \\\n +/g, ' ')
    .split('\n')
    .filter((line) => line.startsWith('  curl'));

const shell = (command: string): string => spawnSync('sh', ['-c', command], { encoding: 'utf8' }).stdout;

describe('npm start', () => {
  afterEach(stopDevStacks, PATIENCE_MS);

  it(
    'stores every recording although a service is killed, and the ledger adds up',
    async () => {
      const script = 'apps/ocp-simulator/scripts/third-poll-fails.yaml';
      const run = runDevStack('--calls', '80', '--loss', '0.2', '--seed', '5', '--script', script, '--exit');
      const [, pid] = await run.saying(/reconciler-worker (\d+)/);
      await run.saying(/reconciling/);
      process.kill(Number(pid), 'SIGKILL');
      const [, died, next] = await run.saying(
        /reconciler-worker \(pid (\d+)\) died: SIGKILL\. Started again with pid (\d+)/,
      );
      expect(died).toBe(pid);
      expect(next).not.toBe(pid);
      const { ledger } = await run.end(0);
      expect(ledger).toMatchObject({
        calls: 80,
        storedRealtime: 64,
        storedReconciled: 16,
        noAudioExpected: 7,
        quarantined: 0,
        missing: 0,
        duplicates: 0,
        corrupted: 0,
      });
      expect(run.said()).toMatch(/The story of one rescued call/);
      expect(run.said()).toMatch(/no recording arrived/);
      expect(run.said()).toMatch(
        /went wrong on purpose\. The third poll fails[^]* once {2}poll, nth 3: answer/,
      );
      expect(run.said()).not.toContain('curl'); // It would ask a stack that has stopped.
    },
    PATIENCE_MS,
  );

  it(
    'recovers every lost recording from zip archives whose transfers break off',
    async () => {
      const variables = { EXPORT_FORM: 'zip', DOWNLOAD_RANGES: 'true', DOWNLOAD_CUT_BYTES: '60000' };
      const run = runDevStack('--calls', '40', '--loss', '0.4', '--profile', 'spec', '--exit', variables);
      const { ledger } = await run.end(0);
      expect(ledger).toMatchObject({
        calls: 40,
        storedRealtime: 24,
        storedReconciled: 16,
        quarantined: 0,
        missing: 0,
        duplicates: 0,
        corrupted: 0,
      });
    },
    PATIENCE_MS,
  );

  it(
    'recovers every lost recording from an OCP of another form, whose tokens end after two seconds and whose transfers break off',
    async () => {
      const day = ['--calls', '40', '--loss', '0.4', '--profile', 'enveloped', '--auth', 'oidc'];
      const variables = { OCP_TOKEN_LIFE_MS: '2000', DOWNLOAD_RANGES: 'true', DOWNLOAD_CUT_BYTES: '60000' };
      const run = runDevStack(...day, '--fault', 'busy-slot', 'not-found', '--exit', variables);
      const { ledger } = await run.end(0);
      expect(ledger).toMatchObject({
        calls: 40,
        storedRealtime: 24,
        storedReconciled: 16,
        quarantined: 0,
        missing: 0,
        duplicates: 0,
        corrupted: 0,
      });
    },
    PATIENCE_MS,
  );

  it(
    'recovers every lost recording without a restart, while the registry changes and a token that ended is replaced',
    async () => {
      const variables = {
        OCP_KEY_REQUESTS: '15',
        OCP_NEXT_API_KEY: 'the-next-token',
        REGISTRY_RELOAD_SECONDS: '1',
      };
      const day = ['--calls', '40', '--loss', '0.4', '--profile', 'spec', '--auth', 'pat'];
      const run = runDevStack(...day, '--exit', variables);
      const [, file] = await run.saying(/Credentials +([^,]+),/);
      const [, logs] = await run.saying(/Logs +(.+)/);
      const log = (): Promise<string> => readFile(join(logs!, 'reconciler-worker.log'), 'utf8');
      await waitUntil(
        'OCP refuses the token',
        async () => (await log()).includes('credentials_refused'),
        120,
      );
      await changeRegistry(logs!);
      const old = JSON.parse(await readFile(file!, 'utf8')) as Record<string, object>;
      const next = Object.keys(old).map((name) => [name, { kind: 'pat', token: 'the-next-token' }]);
      await replaceFile(file!, JSON.stringify(Object.fromEntries(next)));
      const { ledger } = await run.end(0);
      expect(ledger).toMatchObject({
        calls: 40,
        storedReconciled: 16,
        missing: 0,
        duplicates: 0,
        corrupted: 0,
      });
      expect(await log()).toContain('credentials_accepted');
    },
    PATIENCE_MS,
  );

  it(
    'fails and names the call when an object was changed after it was stored',
    async () => {
      const run = runDevStack(
        '--calls',
        '12',
        '--loss',
        '0.5',
        '--profile',
        'spec',
        '--fault',
        'tamper',
        '--exit',
      );
      const { ledger } = await run.end(1);
      expect(ledger).toMatchObject({ calls: 12, corrupted: 1, missing: 0, duplicates: 0 });
      expect(run.said()).toMatch(/corrupted: call [0-9a-f-]{36} at s3:/);
    },
    PATIENCE_MS,
  );

  it(
    'serves on until it is interrupted, then stops every child; the printed commands work',
    async () => {
      const run = runDevStack('--calls', '5', '--loss', '0.2');
      const [, processes] = await run.saying(/Processes +(.+)/);
      const [, address, key] = await run
        .saying(/X-API-Key: ([\w-]+)' '(http:[^']+)'/)
        .then(([all, one, two]) => [all, two, one] as const);
      await run.saying(/Serving on/);
      const response = await fetch(address!, { headers: { 'x-api-key': key! } });
      expect(await response.json()).toMatchObject({ s3Stored: true, ingestionSource: 'RECONCILIATION' });
      const [push, look] = commandsIn(run.said());
      expect(JSON.parse(shell(push!))).toMatchObject({ status: 'stored' });
      expect(JSON.parse(shell(look!))).toMatchObject({ s3Stored: true, ingestionSource: 'REALTIME' });
      run.child.kill('SIGINT');
      run.child.kill('SIGINT'); // As npm does, which passes the terminal's on.
      const { ledger } = await run.end(0);
      expect(ledger).toMatchObject({ calls: 5, missing: 0 });
      const pids = pidsIn(processes!);
      expect(pids).toHaveLength(6);
      for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
    },
    PATIENCE_MS,
  );

  it(
    'leaves no service running when the stack itself is killed',
    async () => {
      const run = runDevStack('--calls', '5');
      const [, processes] = await run.saying(/Processes +(.+)/);
      run.child.kill('SIGKILL');
      await run.end(null);
      for (const pid of pidsIn(processes!))
        await waitUntil(`process ${pid} has ended`, () => !isAlive(pid), 120);
    },
    PATIENCE_MS,
  );

  it(
    'says why a service cannot start, and ends',
    async () => {
      const run = runDevStack('--audio', 'no/such/folder', '--exit');
      await run.end(1);
      expect(run.said()).toMatch(/The stack ended: ocp-simulator did not start[^]*no.such.folder/);
    },
    PATIENCE_MS,
  );

  it(
    'says which audio files it leaves out, where a debugger attaches, and finds services that LOG_LEVEL keeps from saying where they listen',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'dev-stack-'));
      await cp('fixtures/audio/calls/en-pcm16-8k-mono.wav', join(folder, 'good.wav'));
      await writeFile(join(folder, 'notes.txt'), 'no audio');
      const day = ['--calls', '4', '--audio', folder, '--inspect', 'downloader'];
      const run = runDevStack(...day, '--exit', { LOG_LEVEL: 'error' });
      await run.end(0);
      await rm(folder, { recursive: true });
      const [, logs] = await run.saying(/Logs +(.+)/);
      expect(await readFile(join(logs!, 'ingestion-api.log'), 'utf8')).not.toContain('"listening"');
      expect(run.said()).toMatch(/Debugger +attach to 127\.0\.0\.1:\d+ to debug downloader/);
      expect(run.said()).toContain('used      good.wav, for 4 calls');
      expect(run.said()).toContain('left out  notes.txt: its name does not end in .wav or .mp3');
      expect(run.said()).toMatch(/Every recording is home.*\nNot among them: 1 file of --audio/);
    },
    PATIENCE_MS,
  );
});
