import { jest } from '@jest/globals';
import { scheduleExecutions } from './schedule-executions.ts';

const settings = {
  CRON_EXPRESSION: '* * * * * *',
  CRON_TIMEZONE: 'UTC',
  SCHEDULER_ENABLED: true,
  ENABLE_DRY_RUN: false,
};

/** @returns the times at which executions started by cron, until `seconds` after `at`. */
const startsBetween = async (at: string, seconds: number, over: Partial<typeof settings> = {}) => {
  jest.useFakeTimers({ now: new Date(at) });
  const starts: string[] = [];
  const executions = scheduleExecutions(
    { ...settings, ...over },
    {
      onDemand: async () => undefined,
      scheduled: async () => {
        starts.push(new Date().toISOString());
        return undefined;
      },
    },
  );
  await jest.advanceTimersByTimeAsync(seconds * 1_000);
  await executions.stop();
  return starts;
};

afterEach(() => {
  jest.useRealTimers();
});

describe('the cron of the pooler', () => {
  it('starts executions while the scheduler is enabled', async () => {
    expect(await startsBetween('2026-06-15T12:00:00.500Z', 3)).toHaveLength(3);
  });

  it('starts none while the scheduler is not enabled', async () => {
    expect(await startsBetween('2026-06-15T12:00:00.500Z', 3, { SCHEDULER_ENABLED: false })).toEqual([]);
  });

  it.each([
    ['UTC', '2026-06-15T08:59:58.000Z'],
    ['Europe/Madrid', '2026-06-15T06:59:58.000Z'],
  ])('starts an execution at nine o’clock in %s', async (timeZone, at) => {
    const starts = await startsBetween(at, 10, {
      CRON_EXPRESSION: '0 0 9 * * *',
      CRON_TIMEZONE: timeZone,
    });
    expect(starts).toHaveLength(1);
  });
});
