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
  {
    id: 'sweep-range-expired',
    title: 'OCP deleted a range before it was swept',
    severity: 'warning',
    condition: {
      kind: 'increase',
      of: { metric: 'sweeps_total', where: { label: 'outcome', isOneOf: ['expired'] } },
      above: 0,
      overMinutes: 60,
    },
    means:
      'Calls of that range of which no event came are lost, unless the retention in the registry is wrong.',
    source: 'ours',
  },
  {
    id: 'sweep-group-skipped',
    title: 'The sweeps of a group are skipped',
    severity: 'warning',
    condition: {
      kind: 'increase',
      of: { metric: 'sweeps_total', where: { label: 'outcome', isOneOf: ['skipped'] } },
      above: 2,
      overMinutes: 60,
    },
    means:
      'The checkpoint of a group cannot be read or written, so nothing looks for its calls of which no event came.',
    source: 'ours',
  },
  {
    id: 'exported-events-not-recorded',
    title: 'CDR events of an export are put in quarantine',
    severity: 'warning',
    condition: {
      kind: 'increase',
      of: {
        metric: 'exported_cdr_events_total',
        where: { label: 'result', isOneOf: ['quarantined', 'refused'] },
      },
      above: 0,
      overMinutes: 60,
    },
    means:
      'OCP exports events that we cannot read or that are of another tenant; they are in quarantine, not lost.',
    source: 'ours',
  },
] as const satisfies readonly Alarm[];
