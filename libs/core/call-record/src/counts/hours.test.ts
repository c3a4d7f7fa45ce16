import { closedUntil, hourOf, isMarkNeeded } from './hours.ts';

const at = (time: string) => `2026-01-15T${time}Z`;

describe('hours', () => {
  it('begin at full hours in UTC', () => {
    expect(hourOf(at('10:59:59.999'))).toBe(at('10:00:00.000'));
    expect(hourOf(at('11:00:00.000'))).toBe(at('11:00:00.000'));
  });

  it('are closed two hours after their end', () => {
    expect(closedUntil(at('12:59:59.999'))).toBe(at('10:00:00.000'));
    expect(closedUntil(at('13:00:00.000'))).toBe(at('11:00:00.000'));
  });

  it('are marked from half an hour before they are closed, so that clocks may differ', () => {
    expect(isMarkNeeded(at('10:00:00.000'), at('12:29:59.999'))).toBe(false);
    expect(isMarkNeeded(at('10:00:00.000'), at('12:30:00.000'))).toBe(true);
  });
});
