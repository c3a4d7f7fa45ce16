import { type ClaimRequest, claimDepartures } from './claim-departures.ts';
import { EMPTY_BUDGET, type RequestBudget } from './request-budget.ts';

const NOW_MS = Date.UTC(2026, 0, 15);
const LIMIT = { maxRequests: 100, periodMs: 60_000, slackMs: 1_000 };

const claimedUntil = (aheadMs: number, turns: RequestBudget['turns'] = {}): RequestBudget => ({
  ...EMPTY_BUDGET,
  claims: [{ lastMs: NOW_MS + aheadMs, age: 0 }],
  turns,
});
const claim = (budget: RequestBudget, request: Partial<ClaimRequest>) => {
  const answer = claimDepartures(budget, LIMIT, { control: 0, downloads: [], leadMs: 0, ...request }, NOW_MS);
  return answer.kind === 'full'
    ? answer
    : { ahead: answer.departuresMs.map((at) => at - NOW_MS), turns: answer.budget.turns };
};
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
/** A and B had their turns lately. */
const LATELY = { a: NOW_MS + 2_000, b: NOW_MS + 1_390 };

describe('lanes', () => {
  it('lets control requests claim up to 5 s ahead', () => {
    expect(claim(claimedUntil(4_390), { control: 9 })).toMatchObject({ ahead: [5_000] });
    expect(claim(claimedUntil(4_400), { control: 9 })).toEqual({ kind: 'full', waitMs: 10 });
  });

  it('lets downloads claim up to 3 s ahead, so that control requests find a departure', () => {
    const downloads = times(50, 'a');
    const first = claim(claimedUntil(-610, { a: NOW_MS }), { downloads });
    expect(first).toMatchObject({ ahead: [0, 610, 1_220, 1_830, 2_440] });
    expect(claim(claimedUntil(2_440, { a: NOW_MS + 2_440 }), { downloads })).toEqual({
      kind: 'full',
      waitMs: 50,
    });
    expect(claim(claimedUntil(2_440), { control: 1 })).toMatchObject({ ahead: [3_050] });
  });

  it('serves control requests before downloads in one claim', () => {
    const mixed = claim(claimedUntil(-610), { control: 2, downloads: ['a'] });
    expect(mixed).toEqual({ ahead: [0, 610, 1_220], turns: { a: NOW_MS + 1_220 } });
  });

  it('lets a group that had less than its share claim up to 4 s ahead, once', () => {
    const budget = claimedUntil(2_440, LATELY);
    expect(claim(budget, { downloads: ['a'] })).toEqual({ kind: 'full', waitMs: 50 });
    expect(claim(budget, { downloads: ['c', 'c'] })).toMatchObject({
      ahead: [3_050],
      turns: { c: NOW_MS + 3_050 },
    });
  });

  it('ignores turns that a right clock cannot have written', () => {
    const budget = claimedUntil(2_440, { ...LATELY, c: NOW_MS + 3_600_000 });
    expect(claim(budget, { downloads: ['c'] })).toMatchObject({ ahead: [3_050] });
  });

  it('keeps the turns of the 32 groups that left last', () => {
    let budget = EMPTY_BUDGET;
    for (let n = 0; n < 40; n += 1) {
      const request = { control: 0, downloads: [`group-${n}`], leadMs: 0 };
      const answer = claimDepartures(budget, LIMIT, request, NOW_MS + n * 1_000);
      if (answer.kind === 'claimed') budget = answer.budget;
    }
    expect(Object.keys(budget.turns)).toHaveLength(32);
    expect(budget.turns).toHaveProperty('group-39');
  });

  it('limits the lead of a claim, so that slow writes do not leave the budget to others only', () => {
    expect(claim(EMPTY_BUDGET, { downloads: ['a'], leadMs: 60_000 })).toMatchObject({ ahead: [2_500] });
  });

  it('refuses a claim of nothing', () => {
    expect(() => claim(EMPTY_BUDGET, {})).toThrow('at least one request');
  });
});
