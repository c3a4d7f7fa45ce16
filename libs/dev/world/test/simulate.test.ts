import { addUp, NO_TOTALS } from '../src/simulate/add-up.ts';
import { renderResult } from '../src/simulate/render-result.ts';
import { simulate } from '../src/simulate/simulate.ts';

const result = {
  calls: 10,
  stored: 7,
  explained: 1,
  unheardOf: 1,
  lost: 1,
  duplicated: 0,
  moved: 0,
  ocpRequests: 30,
  budgetPeak: 12,
  virtualMs: 7_200_000,
  faults: 3,
  broken: ['call-1 was given up'],
};
const options = {
  days: 2,
  worlds: 2,
  seed: 5,
  stormy: false,
  crashes: false,
  machines: 0,
  dayOne: 0,
  json: false,
};

describe('simulate', () => {
  it('plays the worlds of consecutive seeds and reports after each', async () => {
    const played: number[] = [];
    const totals = await simulate({ days: 1, worlds: 2, seed: 8, stormy: false }, ({ worlds }) =>
      played.push(worlds),
    );
    expect(played).toEqual([1, 2]);
    expect(totals).toMatchObject({ worlds: 2, lost: 0, duplicated: 0, broken: [] });
    expect(totals.calls).toBeGreaterThanOrEqual(24);
    expect(totals.stored).toBeGreaterThan(0);
  });

  it('adds the counts of worlds and keeps the highest budget peak', () => {
    const totals = addUp(addUp(NO_TOTALS, 5, result), 6, { ...result, budgetPeak: 9, broken: [] });
    expect(totals).toMatchObject({
      worlds: 2,
      calls: 20,
      stored: 14,
      lost: 2,
      budgetPeak: 12,
      virtualHours: 4,
    });
    expect(totals.broken).toEqual([{ seed: 5, promises: ['call-1 was given up'] }]);
  });

  it('prints the seed of a broken world and the command that plays it again', () => {
    const text = renderResult(addUp(NO_TOTALS, 5, result), options, 1_500);
    expect(text).toContain('broken in the world with seed 5:\n  call-1 was given up');
    expect(text).toContain('npm run simulate -- --worlds 1 --days 2 --seed 5');
    expect(text).toMatch(/lost +1\n/);
    expect(text).toMatch(/real time +1\.5 s/);
  });
});
