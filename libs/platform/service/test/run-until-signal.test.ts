import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const service = fileURLToPath(new URL('signalled-service.ts', import.meta.url));

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const run = (behaviour: string, gracePeriodMs = 20_000) => {
  const child = spawn(process.execPath, [service, behaviour, String(gracePeriodMs)], {
    env: { PATH: process.env['PATH'] }, // Our NODE_OPTIONS could add lines to its output.
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const output = { stdout: '', stderr: '' };
  const ended = once(child, 'close').then(([code]) => code as number | null);
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const said = async (text: string): Promise<void> => {
    while (!output.stdout.includes(text)) await once(child.stdout, 'data');
  };
  return { child, output, ended, said };
};

describe('runUntilSignal', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('aborts, stops and exits 0 on %s', async (signal) => {
    const { child, output, ended, said } = run('good');
    await said('"started"');
    child.kill(signal);
    expect(await ended).toBe(0);
    expect(output.stdout).toContain('stop, aborted true');
    expect(output.stdout).toContain('"event":"stopped"');
  });

  it('exits 1 when the grace period ends before the stop', async () => {
    const { child, output, ended, said } = run('stuck', 50);
    await said('"started"');
    child.kill('SIGTERM');
    expect(await ended).toBe(1);
    expect(output.stdout).toContain('"event":"stop_overdue"');
  });

  it('exits 1 on a second signal', async () => {
    const { child, output, ended, said } = run('stuck');
    await said('"started"');
    child.kill('SIGTERM');
    await said('"stopping"');
    child.kill('SIGINT');
    expect(await ended).toBe(1);
    expect(output.stdout).toContain('"event":"stop_hurried"');
  });

  it('exits 1 when the stop fails', async () => {
    const { child, output, ended, said } = run('failingStop');
    await said('"started"');
    child.kill('SIGTERM');
    expect(await ended).toBe(1);
    expect(output.stdout).toMatch(/stop broke.*"event":"stop_failed"/);
  });

  it('exits 0 when a signal cuts the start short', async () => {
    const { child, output, ended, said } = run('slowStart');
    await said('starting');
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(output.stdout).toContain('"event":"start_cut_short"');
  });

  it('logs a failed start, prints it readably on stderr and exits 1', async () => {
    const { output, ended } = run('failingStart');
    expect(await ended).toBe(1);
    expect(output.stdout).toContain('"event":"start_failed"');
    expect(output.stderr).toBe('could not start: no such table\n');
  });

  it('prints only its message for a wrong configuration', async () => {
    const { output, ended } = run('badConfig');
    expect(await ended).toBe(1);
    expect(output.stderr).toBe('the configuration is not valid:\n  QUEUE_URL: not set, expected URL\n');
  });

  it.each([
    ['stray', 'unhandled_rejection', 'a stray rejection'],
    ['thrown', 'uncaught_exception', 'a thrown error'],
  ])('logs as fatal and exits 1 when an error is not caught: %s', async (behaviour, event, message) => {
    const { output, ended } = run(behaviour);
    expect(await ended).toBe(1);
    expect(output.stdout).toContain('"level":"fatal"');
    expect(output.stdout).toContain(event);
    expect(output.stdout).toContain(message);
  });
});
