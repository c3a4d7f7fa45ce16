import { exportedSelections, type Selection } from '@recordings/alarms';
import { findValueFaults } from './find-value-faults.ts';
import { readSource } from './read-source.ts';

const selection = (...isOneOf: [string, ...string[]]): Selection => ({
  metric: 'm_total',
  where: { label: 'kind', isOneOf },
});

describe('findValueFaults', () => {
  it('accepts a value that the source has as a string, and a status of HTTP', () => {
    expect(findValueFaults([selection('given up', '503')], `note({ was: 'given up' })`)).toEqual([]);
  });

  it('refuses a value that the source does not have, also if it has a longer one', () => {
    expect(findValueFaults([selection('given up', 'slot')], `'given up', 'slots'`)).toEqual([
      'm_total.given-up+slot: no service writes the value slot',
    ]);
  });

  it('refuses a renamed value in the source of the services', async () => {
    expect(findValueFaults([selection('given-up-for-ever')], await readSource())).toHaveLength(1);
    expect(findValueFaults(exportedSelections, await readSource())).toEqual([]);
  });
});
