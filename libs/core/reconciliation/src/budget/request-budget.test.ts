import { nextHostBreakers } from '../breaker/next-host-breakers.ts';
import { EMPTY_BUDGET, readBudget } from './request-budget.ts';

const NOW_MS = Date.UTC(2026, 0, 15);
const rules = { rowPauseMs: 60_000, burstPauseMs: 300_000 };

describe('readBudget', () => {
  it('reads the breakers of a host and of its downloads as they were written', () => {
    let budget = EMPTY_BUDGET;
    for (let at = 0; at < 6; at += 1) {
      const outcome = { kind: 'outage', departureMs: NOW_MS, downloadOf: `group-${at % 2}` } as const;
      budget = { ...budget, ...nextHostBreakers(budget, outcome, rules, NOW_MS) };
    }
    const read = readBudget(JSON.parse(JSON.stringify(budget)));
    expect(read).toEqual({ budget, unreadable: [] });
    expect(Object.keys(read.budget.downloads)).toEqual(['group-0', 'group-1']);
  });

  it('keeps the download breakers that it can read, and reports that one is unreadable', () => {
    const { breaker } = EMPTY_BUDGET;
    const read = readBudget({ downloads: { good: breaker, newer: { row: 'seven' }, gone: null } });
    expect(read.budget.downloads).toEqual({ good: breaker });
    expect(read.unreadable).toEqual(['downloads']);
  });

  it('takes an item without download breakers for one whose downloads are well', () => {
    expect(readBudget({ claims: [] })).toMatchObject({ budget: EMPTY_BUDGET, unreadable: [] });
  });
});
