import type { Alarm } from '../alarm.ts';
import { measures } from '../measures.ts';

/** Alarms on OCP and on the windows, slots and budget of recovery. */
export const recoveryAlarms: readonly Alarm[] = [
  {
    id: 'ocp-unavailable',
    severity: 'critical',
    title: 'OCP does not answer or answers with errors',
    meaning:
      'More than 10 requests failed within 5 minutes; recovery waits and goes on by itself when OCP answers.',
    condition: { kind: 'increase', measure: measures.ocpErrors, above: 10, withinMinutes: 5 },
    source: 'Pooler specification 9, first half: "OCP no disponible"',
  },
  {
    id: 'ocp-error-rate',
    severity: 'warning',
    title: 'Half of the requests to OCP fail',
    meaning: 'OCP is unstable, so recovery is slow; the workers send fewer requests by themselves.',
    condition: {
      kind: 'ratio',
      part: measures.ocpErrors,
      whole: measures.ocpRequests,
      above: 0.5,
      wholeAtLeast: 10,
      withinMinutes: 10,
    },
    source: 'Pooler specification 8, first half, circuit breaker: "50% tasa de error en 10 minutos"',
  },
  {
    id: 'ocp-credentials-refused',
    severity: 'critical',
    title: 'OCP refuses our credentials',
    meaning: 'No recording of these groups can be recovered until OCP_CREDENTIALS is correct.',
    condition: { kind: 'increase', measure: measures.ocpRefusedCredentials, above: 0, withinMinutes: 15 },
    source: 'Pooler specification 8, first half: "Credenciales inválidas: alertar"',
  },
  {
    id: 'export-slot-unreadable',
    severity: 'critical',
    title: 'An export slot cannot be read',
    meaning: 'The exports of its group have stopped, and no recording of the group is recovered.',
    condition: { kind: 'increase', measure: measures.slotsUnreadable, above: 0, withinMinutes: 15 },
    source: 'The log event export_item_unreadable, an error',
  },
  {
    id: 'reconciliations-stuck',
    severity: 'warning',
    title: 'Reconciliations cannot be read or written',
    meaning:
      'Their windows were removed; their calls wait until the lease ends, and are taken again after that.',
    condition: { kind: 'increase', measure: measures.reconciliationsStuck, above: 0, withinMinutes: 60 },
    source: 'The log event reconciliation_stuck, an error',
  },
  {
    id: 'calls-stuck',
    severity: 'critical',
    title: 'Call records cannot be read or written',
    meaning:
      'The reconciler skips these calls, so their recordings are not recovered until the records are repaired.',
    condition: { kind: 'increase', measure: measures.callsStuck, above: 0, withinMinutes: 60 },
    source: 'The log event call_stuck, an error',
  },
  {
    id: 'watchdog-failing',
    severity: 'warning',
    title: 'The watchdog of the reconciler fails',
    meaning: 'Lost polls and overdue windows are not repaired, so calls may stay in progress for hours.',
    condition: { kind: 'increase', measure: measures.watchdogFailures, above: 5, withinMinutes: 15 },
    source: 'The log event watchdog_failed, an error',
  },
  {
    id: 'ocp-budget-faults',
    severity: 'warning',
    title: 'The request budget of OCP cannot be read or written',
    meaning: 'Workers may wait too long, or send OCP more requests than it allows.',
    condition: { kind: 'increase', measure: measures.budgetFaults, above: 0, withinMinutes: 60 },
    source: 'The log events budget_not_slowed, budget_claim_ignored and budget_item_unreadable, errors',
  },
];
