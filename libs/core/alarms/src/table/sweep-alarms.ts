import type { Alarm } from '../alarm.ts';

/** Of the comparison of our calls with OCP's inventory. */
export const sweepAlarms = [
  {
    id: 'sweep-late',
    title: 'A range could have been swept two days ago',
    severity: 'warning',
    condition: {
      kind: 'level',
      of: { metric: 'sweep_late_hours' },
      above: 48,
      forMinutes: 60,
      everyMinutes: 15,
    },
    means: 'Calls of which no event came stay unknown, and OCP deletes them after its retention.',
    source: 'ours',
  },
  {
    id: 'stored-calls-not-listed',
    title: 'OCP does not list calls that we store',
    severity: 'warning',
    condition: {
      kind: 'increase',
      of: { metric: 'swept_calls_total', where: { label: 'found', isOneOf: ['notListed'] } },
      above: 0,
      overMinutes: 60,
    },
    means: 'A trusted listing lacks recordings that are stored here, and stay stored.',
    source: 'ours',
  },
] as const satisfies readonly Alarm[];
