import { ReconciliationId } from '@recordings/call-record';
import { listDueRanges } from './due-range.ts';
import { startRange } from './move-checkpoint.ts';
import { planSweeps } from './plan-sweeps.ts';
import { groupWith, hoursAgo, NOW, policy, sweptUntil } from './test-sweeps.ts';

const id = ReconciliationId.parse('r-1');
const waiting = groupWith({}, 'Waiting');

/** Two groups have ranges that run since this many hours, and two ranges may run at a time. */
const planBeside = (hours: number): string[] => {
  const running = ['A', 'B'].map((name) => {
    const group = groupWith({}, name);
    const idle = sweptUntil(hoursAgo(500), {}, group);
    const plannedAt = hoursAgo(hours);
    const [range] = listDueRanges(idle, group, plannedAt, policy);
    return { group, checkpoint: startRange(idle, range!, id, plannedAt) };
  });
  const idle = { group: waiting, checkpoint: sweptUntil(hoursAgo(400), {}, waiting) };
  return planSweeps([...running, idle], NOW, policy).map(({ group }) => group.name);
};

describe('a range that runs', () => {
  it('takes one of the places for six hours', () => {
    expect(planBeside(6)).toEqual([]);
  });

  it('gives its place to another group after six hours, because its window is held back', () => {
    expect(planBeside(6.1)).toEqual(['Waiting']);
  });
});
