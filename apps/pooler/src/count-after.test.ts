import type { Execution } from '@recordings/missing-calls';
import { countAfter } from './count-after.ts';

const { signal } = new AbortController();
const execution = { totalWindowsCreated: 0 } as Execution;

const setUp = (execute: () => Promise<Execution | undefined>) => {
  let counts = 0;
  const run = countAfter(execute, async () => void (counts += 1), signal);
  return { run, counts: () => counts };
};

describe('an execution by cron', () => {
  it('is followed by a count of closed hours', async () => {
    const { run, counts } = setUp(async () => execution);
    expect(await run({ isDryRun: false })).toBe(execution);
    expect(counts()).toBe(1);
  });

  it('is followed by the count also if it fails, and fails all the same', async () => {
    const { run, counts } = setUp(async () => Promise.reject(new Error('no queue')));
    await expect(run({ isDryRun: false })).rejects.toThrow('no queue');
    expect(counts()).toBe(1);
  });

  it('counts nothing in a dry run, or if another pooler executes', async () => {
    const dry = setUp(async () => execution);
    await dry.run({ isDryRun: true });
    const busy = setUp(async () => undefined);
    expect(await busy.run({ isDryRun: false })).toBeUndefined();
    expect([dry.counts(), busy.counts()]).toEqual([0, 0]);
  });
});
