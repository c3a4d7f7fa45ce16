import { usefulTasks } from './useful-tasks.ts';

const budget = { maxRequests: 100, periodSeconds: 60 };

describe('usefulTasks', () => {
  it.each([
    ['requests that take 30 s', { concurrency: 5, secondsPerRequest: 30 }, 10],
    ['downloads that take 15 s', { concurrency: 5, secondsPerRequest: 15 }, 5],
    ['a part of a task', { concurrency: 5, secondsPerRequest: 1 }, 1],
    ['an uneven number', { concurrency: 4, secondsPerRequest: 15 }, 7],
  ])('gives the tasks that use up the budget with %s', (_, work, expected) => {
    expect(usefulTasks(budget, work)).toBe(expected);
  });

  it('halves with the budget', () => {
    expect(
      usefulTasks({ maxRequests: 50, periodSeconds: 60 }, { concurrency: 5, secondsPerRequest: 30 }),
    ).toBe(5);
  });
});
