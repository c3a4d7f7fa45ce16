import { exportedSelections } from './exported-selections.ts';
import { metricNameOf } from './metric-name-of.ts';

const names = exportedSelections.map(metricNameOf);

describe('what CloudWatch gets', () => {
  it('names a metric by its name in Prometheus and the values that were selected', () => {
    expect(metricNameOf({ metric: 'calls_failed_total' })).toBe('calls_failed_total');
    const where = { label: 'was', isOneOf: ['given up', 'explained'] } as const;
    expect(metricNameOf({ metric: 'calls_reopened_total', where })).toBe(
      'calls_reopened_total.given-up+explained',
    );
  });

  it('has the metrics of alarms and of the dashboard, each once', () => {
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining(['calls_given_up_total', 'reconciliation_backlog_age_hours']),
    );
  });

  it('has at most 255 characters a name, as CloudWatch wants', () => {
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_.+-]{1,249}$/);
  });

  it('selects values of a label by one name only, else the two would be added', () => {
    const selections = exportedSelections.map((selection) => JSON.stringify(selection));
    expect(new Set(selections).size).toBe(selections.length);
  });
});
