import { cutText, epochMsOf, type Timestamp } from '@recordings/call-record';
import { EXECUTION_SCHEMA_VERSION, type ExecutionRecord } from './execution-record.ts';

export type StartedExecution = Pick<ExecutionRecord, 'executionId' | 'claim' | 'isDryRun' | 'scope'>;

export type EndOfExecution =
  | { readonly status: 'completed'; readonly figures: NonNullable<ExecutionRecord['figures']> }
  | { readonly status: 'failed'; readonly error: NonNullable<ExecutionRecord['error']> };

const KEPT_S = 30 * 86_400;
const MAX_MESSAGE_BYTES = 1_000;

/** What an execution ends with if its process died. */
export const INTERRUPTED: EndOfExecution = {
  status: 'failed',
  error: {
    code: 'EXECUTION_INTERRUPTED',
    message: 'the process died before the execution ended; its calls are taken again once they are stale',
  },
};

/** The first revision. The record is deleted 30 days later. */
export const startExecution = (started: StartedExecution, now: Timestamp): ExecutionRecord => ({
  ...started,
  kind: 'execution',
  status: 'running',
  startedAt: now,
  expiresAtEpochS: Math.floor(epochMsOf(now) / 1000) + KEPT_S,
  schemaVersion: EXECUTION_SCHEMA_VERSION,
  revision: 1,
});

/** Ends a running execution. @returns undefined if it has ended before. */
export const endExecution = (
  current: ExecutionRecord,
  end: EndOfExecution,
  now: Timestamp,
): ExecutionRecord | undefined => {
  if (current.status !== 'running') return undefined;
  return { ...current, ...cutMessage(end), endedAt: now, revision: current.revision + 1 };
};

const cutMessage = (end: EndOfExecution): EndOfExecution =>
  end.status === 'completed'
    ? end
    : {
        ...end,
        error: { ...end.error, message: cutText(end.error.message.toWellFormed(), MAX_MESSAGE_BYTES) },
      };
