import { type ExportConstraints, GroupId, shifted, TenantId } from '@recordings/call-record';
import { type ForecastWindow, USUAL_ASSUMPTIONS } from './forecast-input.ts';
import { forecastRecovery } from './forecast-recovery.ts';
import { renderForecast } from './render-forecast.ts';

const NOW = '2026-01-20T00:00:00.000Z';
const constraints: ExportConstraints = {
  minRangeMinutes: 60,
  maxRangeMinutes: 60,
  alignMinutes: 60,
  runningJobsPerGroup: 1,
  jobLifeMinutes: 1_440,
  selectsBy: 'start',
  settleMinutes: 0,
};

const windowOf = (groupId: string, hoursAgo: number): ForecastWindow => {
  const callTimestamp = shifted(NOW, -hoursAgo * 3_600_000);
  return {
    tenantId: TenantId.parse('a-tenant-with-a-name-that-is-longer-than-most'),
    groupId: GroupId.parse(groupId),
    priority: 'normal',
    calls: [{ callTimestamp, recoverableUntil: shifted(callTimestamp, 86_400_000 * 60) }],
  };
};

const render = (windows: readonly ForecastWindow[]): string =>
  renderForecast(
    forecastRecovery({ windows, constraintsOf: () => constraints, now: NOW, assumptions: USUAL_ASSUMPTIONS }),
  );

describe('renderForecast', () => {
  it('writes no line of more than 100 characters, however long ids are and however many calls there are', () => {
    const { calls, ...window } = windowOf(`Group_${'x'.repeat(100)}`, 30);
    const many = { ...window, calls: Array.from({ length: 100_000 }, () => calls[0]!) };
    const lines = render([many, windowOf('Acme_EN', 10)]).split('\n');
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}a-tenant-with-a-name-… {2}Acme_EN +1 +1 +1 /));
  });

  it('says how many rows it leaves to the JSON', () => {
    const text = render(Array.from({ length: 40 }, (_, at) => windowOf('Acme_EN', 10 + 2 * at)));
    expect(text).toContain('40 calls, 40 windows, 40 export jobs');
    expect(text).toContain('10 more: see the JSON');
  });

  it('says so if there is nothing to recover', () => {
    expect(render([])).toContain('0 calls, 0 windows, 0 export jobs');
  });
});
