import { ReconciliationId } from '@recordings/call-record';
import { z } from 'zod';
import { WORKFLOW_MESSAGE_VERSION } from './message-version.ts';

/** An execution ended and handled nothing: it timed out, was stopped, or failed. A rule of EventBridge sends it. */
export const ExecutionEnded = z.object({
  kind: z.literal('execution-ended'),
  version: z.string(),
  executionId: z.string().min(1),
  /** The name of the execution. */
  reconciliationId: ReconciliationId,
  /** The word of Step Functions. */
  status: z.string(),
});
export type ExecutionEnded = z.infer<typeof ExecutionEnded>;

/** The statuses of Step Functions in which an execution has ended and may not have closed its window. */
const UNHANDLED_STATUSES = ['FAILED', 'TIMED_OUT', 'ABORTED'];

/** The events of EventBridge that the rule sends, by the names of its pattern. */
export const endedEventsOf = (stateMachineArn: string) => ({
  source: ['aws.states'],
  'detail-type': ['Step Functions Execution Status Change'],
  detail: { stateMachineArn: [stateMachineArn], status: UNHANDLED_STATUSES },
});

/** Fields of the `detail` of such an event that the message has. */
export const ENDED_EVENT_FIELDS = ['executionArn', 'name', 'status'] as const;

/** The message of an event. @param read gives a field of its `detail`, or where a rule finds it. */
export const makeExecutionEnded = (
  read: (field: (typeof ENDED_EVENT_FIELDS)[number]) => string,
): Readonly<Record<keyof ExecutionEnded, string>> => ({
  kind: ExecutionEnded.shape.kind.value,
  version: WORKFLOW_MESSAGE_VERSION,
  executionId: read('executionArn'),
  reconciliationId: read('name'),
  status: read('status'),
});
