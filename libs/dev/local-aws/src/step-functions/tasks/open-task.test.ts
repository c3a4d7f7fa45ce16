import { jest } from '@jest/globals';
import { openTask } from './open-task.ts';

const { signal } = new AbortController();

describe('openTask', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('stays open as long as heartbeats come in time', () => {
    const task = openTask({ heartbeatMs: 1_000 }, signal);
    for (let beats = 0; beats < 3; beats++) {
      jest.advanceTimersByTime(999);
      task.beat();
    }
    jest.advanceTimersByTime(999);
    expect(task.state).toBe('open');
    jest.advanceTimersByTime(1);
    expect(task.state).toBe('closed');
  });

  it('times out in spite of heartbeats', () => {
    const task = openTask({ heartbeatMs: 1_000, timeoutMs: 1_500 }, signal);
    jest.advanceTimersByTime(999);
    task.beat();
    jest.advanceTimersByTime(501);
    expect(task.state).toBe('closed');
  });

  it('waits for times that are longer than a timer of Node', () => {
    const task = openTask({ timeoutMs: 99_999_999_000 }, signal);
    jest.advanceTimersByTime(20 * 24 * 3_600_000);
    expect(task.state).toBe('open');
  });

  it.each(['answered', 'closed'] as const)('leaves no timer when it is %s', (state) => {
    const task = openTask({ heartbeatMs: 1_000, timeoutMs: 1_000 }, signal);
    if (state === 'answered') task.succeed({});
    else task.close();
    expect([task.state, jest.getTimerCount()]).toEqual([state, 0]);
  });

  it('ends by its signal', async () => {
    const controller = new AbortController();
    const task = openTask({ timeoutMs: 1_000 }, controller.signal);
    controller.abort();
    await expect(task.answer).rejects.toMatchObject({ name: 'Stopped' });
    expect([task.state, jest.getTimerCount()]).toEqual(['closed', 0]);
  });
});
