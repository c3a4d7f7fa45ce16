import type { DayProgress } from '../play/play-day.ts';
import { progressLine, renderProgress } from './render-progress.ts';

const progress = (over: Partial<DayProgress>): DayProgress => ({
  phase: 'reconciling',
  simulator: {
    calls: 100,
    playing: false,
    played: 108,
    pushed: 90,
    lost: 10,
    chats: 8,
    eventsSent: 320,
    lateWaiting: 0,
    exportJobs: 3,
    requests: 17,
  },
  storedRealtime: 90,
  storedReconciled: 5,
  elapsedMs: 10_000,
  playedMs: 5_000,
  stillMs: 0,
  ...over,
});

describe('progress', () => {
  it('shows on one line what is pushed, missing and recovered', () => {
    expect(progressLine(progress({}))).toBe(
      '[  10.0 s] reconciling: 100 calls, 90 pushed, 5 missing, 5 recovered, 3 export jobs, 17 requests to OCP',
    );
  });

  it('uses the singular for one', () => {
    const { simulator } = progress({});
    const line = progressLine(
      progress({ simulator: { ...simulator, calls: 1, exportJobs: 1, requests: 1 } }),
    );
    expect(line).toMatch(/: 1 call, .* 1 export job, 1 request to OCP$/);
  });

  it('shows bars, rates and the time left', () => {
    const shown = renderProgress(progress({}));
    expect(shown).toContain('90 of 100');
    expect(shown).toContain('18.0/s');
    expect(shown).toContain('5 of 10');
    expect(shown).toContain('about 5 s left');
  });

  it('has rate 0 and no time left before the first recording', () => {
    const shown = renderProgress(
      progress({ storedRealtime: 0, storedReconciled: 0, elapsedMs: 0, playedMs: 0 }),
    );
    expect(shown).toContain('0.0/s');
    expect(shown).not.toContain('left');
  });
});
