import type { Alarm } from '../alarm.ts';

/** Of calls and their windows. */
export const callAlarms = [
  {
    id: 'mass-failure',
    title: 'More than 100 calls were not recovered in 15 minutes',
    severity: 'critical',
    condition: { kind: 'increase', of: { metric: 'calls_failed_total' }, above: 100, overMinutes: 15 },
    means: 'Many calls ended their recovery without a recording; most will be asked for again.',
    source: 'pooler spec 9: Fallo masivo',
  },
  {
    id: 'calls-given-up',
    title: 'A call was given up',
    severity: 'critical',
    condition: { kind: 'increase', of: { metric: 'calls_given_up_total' }, above: 0, overMinutes: 60 },
    means: 'The deadline of OCP has passed, and the recording of the call was not stored.',
    source: 'ours',
  },
  {
    id: 'retention-expired',
    title: 'A call was given up before OCP was asked often enough',
    severity: 'critical',
    condition: {
      kind: 'increase',
      of: { metric: 'calls_retention_expired_total' },
      above: 0,
      overMinutes: 60,
    },
    means:
      'OCP deletes a recording, and we did not ask for it as often as planned: our backlog or an outage.',
    source: 'ours',
  },
  {
    id: 'calls-reopened',
    title: 'OCP lists a call that was given up',
    severity: 'warning',
    condition: {
      kind: 'increase',
      of: { metric: 'calls_reopened_total', where: { label: 'was', isOneOf: ['given up'] } },
      above: 0,
      overMinutes: 60,
    },
    means: 'We gave up a call that OCP still has; it is being recovered, and our deadline was wrong.',
    source: 'ours',
  },
  {
    id: 'damaged-at-ocp',
    title: 'OCP gives a damaged recording',
    severity: 'warning',
    condition: { kind: 'increase', of: { metric: 'calls_damaged_at_ocp_total' }, above: 0, overMinutes: 60 },
    means: 'Two downloads gave the same bytes, and they are no valid recording.',
    source: 'ours',
  },
  {
    id: 'calls-faulty',
    title: 'A call is not recovered in spite of many faults in a row',
    severity: 'warning',
    condition: { kind: 'increase', of: { metric: 'calls_faulty_total' }, above: 0, overMinutes: 60 },
    means: 'The same call fails again and again by faults that say nothing about its recording.',
    source: 'ours',
  },
  {
    id: 'calls-stuck',
    title: 'A call record cannot be read or written',
    severity: 'warning',
    condition: { kind: 'increase', of: { metric: 'calls_stuck_total' }, above: 0, overMinutes: 60 },
    means: 'Stage 2 skips the call until its item is repaired; other calls go on.',
    source: 'ours',
  },
  {
    id: 'reconciliations-stuck',
    title: 'A reconciliation cannot be read or written',
    severity: 'warning',
    condition: { kind: 'increase', of: { metric: 'reconciliations_stuck_total' }, above: 0, overMinutes: 60 },
    means: 'The window is removed, and its calls are free when its lease ends.',
    source: 'ours',
  },
  {
    id: 'watchdog-failures',
    title: 'Steps of the watchdog fail',
    severity: 'warning',
    condition: { kind: 'increase', of: { metric: 'watchdog_failures_total' }, above: 5, overMinutes: 15 },
    means: 'Lost polls and overdue windows are not taken over while the watchdog fails.',
    source: 'ours',
  },
] as const satisfies readonly Alarm[];
