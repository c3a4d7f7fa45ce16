import type { Execution } from '@recordings/missing-calls';
import { makeSuccessAge } from './success-age.ts';

const MINUTE_MS = 60_000;
const everyQuarter = {
  CRON_EXPRESSION: '0 */15 * * * *',
  CRON_TIMEZONE: 'UTC',
  SCHEDULER_ENABLED: true,
  MAX_SUCCESS_AGE_MINUTES: 0,
};

const fixture = (over: Partial<typeof everyQuarter> = {}) => {
  let nowMs = 0;
  const age = makeSuccessAge({ ...everyQuarter, ...over }, () => nowMs);
  return {
    age,
    after: (minutes: number) => {
      nowMs += minutes * MINUTE_MS;
    },
    run: (execute: () => Promise<Execution | undefined>) => age.watch(execute)({ isDryRun: false }),
  };
};

describe('readiness by the age of the last successful execution', () => {
  it('is lost three periods of the cron after the start, if no execution was successful', () => {
    const { age, after } = fixture();
    after(45);
    expect(age.check()).toBe(true);
    after(1);
    expect(age.check()).toEqual({ error: expect.stringContaining('46 minutes ago; at most 45') as unknown });
  });

  it('comes back with an execution that completes', async () => {
    const { age, after, run } = fixture();
    after(60);
    await run(async () => ({}) as Execution);
    expect(age.check()).toBe(true);
  });

  it('stays while executions of another pooler hold the claim', async () => {
    const { age, after, run } = fixture();
    after(40);
    await run(async () => undefined);
    after(40);
    expect(age.check()).toBe(true);
  });

  it('is lost while executions fail', async () => {
    const { age, after, run } = fixture();
    after(60);
    await expect(run(() => Promise.reject(new Error('no table')))).rejects.toThrow('no table');
    expect(age.check()).not.toBe(true);
  });

  it('follows the setting, if there is one', () => {
    const { age, after } = fixture({ MAX_SUCCESS_AGE_MINUTES: 5 });
    after(6);
    expect(age.check()).not.toBe(true);
  });

  it('allows three times the longest rest of the cron', () => {
    const { age, after } = fixture({ CRON_EXPRESSION: '0 0 3 * * *' });
    after(3 * 24 * 60);
    expect(age.check()).toBe(true);
    after(1);
    expect(age.check()).not.toBe(true);
  });

  it('allows three times the night of a cron that starts each minute of the day', () => {
    const { age, after } = fixture({ CRON_EXPRESSION: '0 * 6-22 * * *' });
    after(3 * 7 * 60);
    expect(age.check()).toBe(true);
  });

  it('is never lost without a scheduler', () => {
    const { age, after } = fixture({ SCHEDULER_ENABLED: false });
    after(10_000);
    expect(age.check()).toBe(true);
  });
});
