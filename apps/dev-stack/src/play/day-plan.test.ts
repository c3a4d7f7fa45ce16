import { dayPlanOf } from './day-plan.ts';

describe('dayPlanOf', () => {
  it('ends at the last full hour, and leaves tamper to the stack', () => {
    const options = {
      calls: 5,
      loss: 0.2,
      seed: 7,
      spanMs: 5_400_000.4,
      profile: 'omilia' as const,
      fault: ['tamper', 'http-429'] as const,
    };
    expect(dayPlanOf(options, Date.parse('2026-01-02T03:59:59Z'))).toEqual({
      calls: 5,
      loss: 0.2,
      seed: 7,
      spanMs: 5_400_000,
      spanEnd: '2026-01-02T03:00:00.000Z',
      profile: 'omilia',
      faults: ['http-429'],
    });
  });
});
