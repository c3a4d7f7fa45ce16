import { endedExecutionsUndelivered } from '@recordings/topology';
import type { Alarm, ExecutionFigure } from '../alarm.ts';

/** The figures of executions that ended, in whatever way. */
const ENDED: readonly ExecutionFigure[] = [
  'ExecutionsSucceeded',
  'ExecutionsFailed',
  'ExecutionsTimedOut',
  'ExecutionsAborted',
];

/**
 * Of executions of Step Functions, which drive the windows of some groups. A window that is not recovered ends as a failed
 * execution, too, so one of them is no alarm.
 */
export const executionAlarms = [
  {
    id: 'step-functions-unhandled',
    title: 'An execution of Step Functions ended before it closed its window',
    severity: 'warning',
    condition: {
      kind: 'increase',
      of: { metric: 'workflow_executions_ended_total' },
      above: 0,
      overMinutes: 60,
    },
    means:
      'An execution timed out, was stopped, or failed by a fault of the state machine; a worker closed its window.',
    source: 'ours',
  },
  {
    id: 'step-functions-timed-out',
    title: 'More than 5 executions of Step Functions timed out or were stopped in an hour',
    severity: 'critical',
    condition: {
      kind: 'executions',
      of: ['ExecutionsTimedOut', 'ExecutionsAborted'],
      above: 5,
      overMinutes: 60,
    },
    means: 'Windows do not end within 4 hours: workers do not answer the state machine, or someone stops it.',
    source: 'ours',
  },
  {
    id: 'step-functions-failing',
    title: 'Half of the executions of Step Functions failed in an hour',
    severity: 'warning',
    condition: {
      kind: 'executions-ratio',
      of: ['ExecutionsFailed'],
      to: ENDED,
      share: 0.5,
      atLeast: 10,
      overMinutes: 60,
    },
    means: 'At least every second window of the groups that Step Functions drives is not recovered.',
    source: 'ours',
  },
  {
    id: 'step-functions-undelivered',
    title: 'EventBridge cannot report executions of Step Functions to the workers',
    severity: 'warning',
    condition: {
      kind: 'queue',
      metric: 'ApproximateNumberOfMessagesVisible',
      queues: [endedExecutionsUndelivered],
      above: 0,
      forMinutes: 5,
    },
    means:
      'An execution ended unhandled and no worker knows it, so its calls are held until their lease ends.',
    source: 'ours',
  },
  {
    id: 'step-functions-throttled',
    title: 'Step Functions throttles the state machine',
    severity: 'warning',
    condition: { kind: 'executions', of: ['ExecutionThrottled'], above: 0, overMinutes: 15 },
    means: 'The account uses more state transitions a second than its quota, so executions wait.',
    source: 'ours',
  },
] as const satisfies readonly Alarm[];
