import type { Alarm } from '../alarm.ts';
import { measures } from '../measures.ts';

const ISSUE = 'Issue 7, point 6';

/** Alarms on calls whose recording is lost, may be lost, or waits too long. */
export const callAlarms: readonly Alarm[] = [
  {
    id: 'retention-expired',
    severity: 'critical',
    title: 'Calls were given up before OCP was asked often enough',
    meaning: 'OCP deletes these recordings before an export can finish, so they are probably lost.',
    condition: { kind: 'increase', measure: measures.callsRetentionExpired, above: 0, withinMinutes: 60 },
    source: ISSUE,
  },
  {
    id: 'calls-given-up',
    severity: 'critical',
    title: 'Calls were given up',
    meaning:
      'OCP’s deadline passed and we do not have the recordings of these calls; they will not be asked for again.',
    condition: { kind: 'increase', measure: measures.callsGivenUp, above: 0, withinMinutes: 60 },
    source: ISSUE,
  },
  {
    id: 'given-up-call-listed',
    severity: 'critical',
    title: 'OCP lists recordings of calls that we had given up',
    meaning: 'A deadline is wrong: we gave calls up too early, and others may be lost in the same way.',
    condition: { kind: 'increase', measure: measures.callsGivenUpTooSoon, above: 0, withinMinutes: 60 },
    source: 'The log event call_reopened, an error',
  },
  {
    id: 'calls-without-end',
    severity: 'warning',
    title: 'Calls have had no CDR end for more than a day',
    meaning:
      'OCP does not send the end events, or we refuse them; these calls are recovered later than others.',
    condition: { kind: 'level', measure: measures.callsWithoutEnd, above: 0, forMinutes: 60 },
    source: ISSUE,
  },
  {
    id: 'calls-unprocessed',
    severity: 'critical',
    title: 'Calls have waited for more than a day without any answer about their recording',
    meaning: 'We know these calls for a day, their push did not arrive, and recovery has had no result yet.',
    condition: { kind: 'level', measure: measures.callsUnprocessed, above: 0, forMinutes: 60 },
    source: ISSUE,
  },
  {
    id: 'group-unknown',
    severity: 'critical',
    title: 'Calls wait because the registry lacks their group',
    meaning:
      'Their recordings cannot be exported until the group is registered, and OCP deletes them in the meantime.',
    condition: { kind: 'level', measure: measures.callsOfUnknownGroup, above: 0, forMinutes: 60 },
    source: 'The class group-unknown of pending calls',
  },
  {
    id: 'calls-unreadable',
    severity: 'critical',
    title: 'Pending calls cannot be read or written',
    meaning: 'The pooler skips these calls in every execution, so their recordings are not recovered.',
    condition: { kind: 'level', measure: measures.callsUnreadable, above: 0, forMinutes: 60 },
    source: 'The class unreadable of pending calls',
  },
  {
    id: 'mass-failure',
    severity: 'critical',
    title: 'More than 100 calls were not recovered within 15 minutes',
    meaning:
      'Exports end without the recordings, or their downloads fail; each call is asked for again later.',
    condition: { kind: 'increase', measure: measures.callsFailed, above: 100, withinMinutes: 15 },
    source: 'Pooler specification 9, first half: "Fallo masivo"',
  },
  {
    id: 'calls-damaged',
    severity: 'warning',
    title: 'OCP delivers damaged recordings',
    meaning:
      'Two exports gave the same rejected bytes, which are in quarantine; the calls are asked for again once a day.',
    condition: { kind: 'increase', measure: measures.callsDamaged, above: 0, withinMinutes: 60 },
    source: 'The log event recording_damaged_at_ocp, an error',
  },
  {
    id: 'calls-faulty',
    severity: 'warning',
    title: 'Calls were not recovered after many faults in a row',
    meaning: 'OCP or one of our services fails for these calls again and again; they are still tried.',
    condition: { kind: 'increase', measure: measures.callsFaulty, above: 0, withinMinutes: 60 },
    source: 'The log event call_faulty, an error',
  },
  {
    id: 'recordings-quarantined',
    severity: 'warning',
    title: 'More than 10 pushed recordings went to quarantine within an hour',
    meaning:
      'Their bytes or labels were not trusted; the bytes are kept, and the calls are recovered from OCP.',
    condition: { kind: 'increase', measure: measures.pushesQuarantined, above: 10, withinMinutes: 60 },
    source: 'The log event recording_received with result quarantined, a warning',
  },
];
