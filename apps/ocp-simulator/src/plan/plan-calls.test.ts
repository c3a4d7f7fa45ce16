import { audioFile, HOUR_MS, NOON } from '../../test/make-call.ts';
import { type PlanOptions, planCalls } from './plan-calls.ts';

const group = { name: 'Sales', accountId: '101', apps: ['MainMenu'], isRecorded: true };
const day: PlanOptions = {
  seed: 7,
  calls: 600,
  loss: 0.15,
  spanEnd: NOON,
  spanMs: 24 * HOUR_MS,
  groups: ['A', 'B', 'C', 'D', 'E'].map((name) => ({ ...group, name })),
  audioFiles: [audioFile],
};

describe('planCalls', () => {
  it('spreads calls over every hour of the day, and more of them over its middle', () => {
    const counts = Array<number>(24).fill(0);
    for (const { startedAt } of planCalls(day))
      counts[Math.floor((startedAt - (NOON - 24 * HOUR_MS)) / HOUR_MS)]! += 1;
    expect(Math.min(...counts)).toBeGreaterThan(0);
    expect(counts[12]!).toBeGreaterThan(2 * counts[0]!);
  });

  it('gives each group its share', () => {
    const counts = Map.groupBy(planCalls(day), (call) => call.group.name);
    for (const name of ['A', 'B', 'C', 'D', 'E']) expect(counts.get(name)!.length).toBeGreaterThan(120);
  });

  it('uses both vocabularies, and gives some OCP conversations a second dialog', () => {
    const calls = planCalls(day);
    const { spec = [], ocp = [] } = Object.groupBy(calls, ({ vocabulary }) => vocabulary);
    expect(Math.min(spec.length, ocp.length)).toBeGreaterThan(200);
    const withSide = calls.filter(({ sideDialogId }) => sideDialogId !== undefined);
    expect(withSide.length).toBeGreaterThan(10);
    expect(withSide.every(({ vocabulary }) => vocabulary === 'ocp')).toBe(true);
  });

  it('plans other calls and other losses for another seed', () => {
    const ids = new Set(planCalls(day).map(({ callId }) => callId));
    expect(planCalls({ ...day, seed: 8 }).filter(({ callId }) => ids.has(callId))).toEqual([]);
  });

  it('uses caller numbers that are reserved for fiction', () => {
    for (const { callerNumber } of planCalls(day)) expect(callerNumber).toMatch(/^\+120255501\d\d$/);
  });

  it('refuses a call that is longer than the span', () => {
    expect(() => planCalls({ ...day, spanMs: 1_500 })).toThrow(/does not fit into a span of 1500 ms/);
  });

  it('refuses to plan recordings where no group is recorded, and where there is no audio', () => {
    const off = day.groups.map((each) => ({ ...each, isRecorded: false }));
    expect(() => planCalls({ ...day, groups: off })).toThrow(/no group of the registry is recorded/);
    expect(() => planCalls({ ...day, audioFiles: [] })).toThrow(/no audio file/);
  });
});
