import { compareUrgency } from './compare-urgency.ts';
import { minute, waitingWindow } from './test-exports.ts';

/** The ids of windows that wait since these minutes, the most urgent first. */
const order = (
  now: number,
  ...windows: readonly (readonly ['high' | 'normal' | 'low', number])[]
): string[] =>
  windows
    .map(([priority, since]) =>
      waitingWindow(`${priority} since ${since}`, [0, 0, 0], { priority, waitingSince: minute(since) }),
    )
    .sort(compareUrgency(minute(now)))
    .map(({ reconciliationId }) => reconciliationId);

describe('compareUrgency', () => {
  it('puts the higher priority first, then the window that waits longest', () => {
    expect(order(100, ['low', 0], ['normal', 2], ['normal', 1], ['high', 3])).toEqual([
      'high since 3',
      'normal since 1',
      'normal since 2',
      'low since 0',
    ]);
  });

  it('raises a window by one priority after each 4 hours, so that none is overtaken for ever', () => {
    expect(order(239, ['low', 0], ['normal', 200])[0]).toBe('normal since 200');
    expect(order(240, ['low', 0], ['normal', 200])[0]).toBe('low since 0');
    expect(order(479, ['low', 0], ['high', 470])[0]).toBe('high since 470');
    expect(order(480, ['low', 0], ['high', 470])[0]).toBe('low since 0');
  });

  it('raises no window above the highest priority', () => {
    expect(order(10_000, ['high', 1], ['normal', 2], ['high', 3])).toEqual([
      'high since 1',
      'normal since 2',
      'high since 3',
    ]);
  });

  it('does not lower a window that began to wait in the future by the clock of this worker', () => {
    expect(order(0, ['high', 1_000], ['normal', 0])).toEqual(['high since 1000', 'normal since 0']);
  });
});
