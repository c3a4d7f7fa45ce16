import { spawnSync } from 'node:child_process';
import { waitUntil } from '@recordings/test-kit';
import { runDevStack, stopDevStacks } from './run-dev-stack.ts';

/** A day plays in seconds; this is for a machine that does other things as well. */
const PATIENCE_MS = 180_000;

const pidsIn = (processes: string): number[] =>
  [...processes.matchAll(/\d+(?=,|$)/g)].map(([pid]) => Number(pid));

/** One that has ended may stay as a zombie where nobody inherits it. */
const isAlive = (pid: number): boolean => {
  const state = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  return state !== '' && !state.startsWith('Z');
};

describe('npm start', () => {
  afterEach(stopDevStacks, PATIENCE_MS);

  it(
    'brings every recording home, with a service killed in the middle, and the ledger adds up',
    async () => {
      const run = runDevStack('--calls', '80', '--loss', '0.2', '--seed', '5', '--exit');
      const [, pid] = await run.saying(/reconciler-worker (\d+)/);
      await run.saying(/reconciling/);
      process.kill(Number(pid), 'SIGKILL');
      await run.saying(/reconciler-worker died \(SIGKILL\); starting it again/);
      const { code, ledger } = await run.end();
      expect(code).toBe(0);
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
      expect(run.said()).toMatch(/found missing|no recording has come/);
    },
    PATIENCE_MS,
  );

  it(
    'notices an object that was changed behind its back, names the call and fails',
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
      const { code, ledger } = await run.end();
      expect(code).toBe(1);
      expect(ledger).toMatchObject({ calls: 12, corrupted: 1, missing: 0, duplicates: 0 });
      expect(run.said()).toMatch(/corrupted: call [0-9a-f-]{36} at s3:/);
    },
    PATIENCE_MS,
  );

  it(
    'serves on until it is interrupted, then stops every child',
    async () => {
      const run = runDevStack('--calls', '5', '--loss', '0.2');
      const [, processes] = await run.saying(/processes: (.+)/);
      const [, address, key] = await run
        .saying(/X-API-Key: ([\w-]+)' '(http:[^']+)'/)
        .then(([all, one, two]) => [all, two, one] as const);
      await run.saying(/Serving on/);
      const response = await fetch(address!, { headers: { 'x-api-key': key! } });
      expect(await response.json()).toMatchObject({ s3Stored: true, ingestionSource: 'RECONCILIATION' });
      run.child.kill('SIGINT');
      run.child.kill('SIGINT'); // As npm does, which passes the terminal's on.
      const { code, ledger } = await run.end();
      expect(code).toBe(0);
      expect(ledger).toMatchObject({ calls: 5, missing: 0 });
      const pids = pidsIn(processes!);
      expect(pids).toHaveLength(5);
      for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
    },
    PATIENCE_MS,
  );

  it(
    'leaves no service running when it is killed itself',
    async () => {
      const run = runDevStack('--calls', '5');
      const [, processes] = await run.saying(/processes: (.+)/);
      run.child.kill('SIGKILL');
      await run.end();
      for (const pid of pidsIn(processes!))
        await waitUntil(`process ${pid} has ended`, () => !isAlive(pid), 120);
    },
    PATIENCE_MS,
  );

  it(
    'ends with the reason, and nothing left running, when a service cannot start',
    async () => {
      const run = runDevStack('--audio', 'no/such/folder', '--exit');
      const { code } = await run.end();
      expect(code).toBe(1);
      expect(run.said()).toMatch(/The stack ended: ocp-simulator did not start[^]*no.such.folder/);
    },
    PATIENCE_MS,
  );
});
