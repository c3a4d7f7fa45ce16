import { askForSweep } from './ask-for-sweep.ts';
import { dropExpired } from './move-checkpoint.ts';
import type { SweepCheckpoint } from './sweep-checkpoint.ts';
import { groupWith, hoursAgo, NOW, policy, sweptUntil } from './test-sweeps.ts';

const group = groupWith();

describe('a sweep that a person asks for', () => {
  const asked = { fromDate: hoursAgo(99.5), toDate: hoursAgo(90.5), by: 'ana', reason: 'outage' };

  it('is widened to whole hours and kept with who asked and why', () => {
    expect(askForSweep(undefined, group, asked, NOW, policy)).toMatchObject({
      asked: [{ fromDate: hoursAgo(100), toDate: hoursAgo(90), by: 'ana', reason: 'outage', askedAt: NOW }],
      revision: 1,
    });
  });

  it('begins with what OCP keeps, so that no hour of it expires at once', () => {
    const all = { ...asked, fromDate: hoursAgo(60 * 24 - 2.5) };
    const at = hoursAgo(0.25);
    const ordered = askForSweep(sweptUntil(hoursAgo(50)), group, all, at, policy)!;
    expect(dropExpired(ordered, group, at, policy).expired).toEqual([]);
  });

  it('is refused if 100 wait', () => {
    let checkpoint: SweepCheckpoint | undefined;
    for (let n = 0; n < 100; n += 1) checkpoint = askForSweep(checkpoint, group, asked, NOW, policy);
    expect(askForSweep(checkpoint, group, asked, NOW, policy)).toBeUndefined();
  });
});
