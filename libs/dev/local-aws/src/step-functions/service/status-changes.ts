import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Execution } from './execution.ts';

/** The `detail` of the event `Step Functions Execution Status Change`, as EventBridge has it. */
export type StatusChange = {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  /** Name of the execution. */
  readonly name: string;
  readonly status: 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  /** Milliseconds since 1970. */
  readonly startDate: number;
  readonly stopDate: number;
  /** JSON. */
  readonly input: string;
  readonly output: null;
  readonly error: string | null;
  readonly cause: string | null;
};

/** What a rule of EventBridge with a queue as its target does on AWS. */
export type StatusChangeRule = { readonly queueUrl: string; bodyOf(detail: StatusChange): string };

/** Sends one message for each execution that failed, timed out or was aborted. */
export const makeStatusChanges = (sqs: SQSClient) => {
  const sending = new Set<Promise<void>>();
  const rules = new Map<string, StatusChangeRule>();

  const send = async (detail: StatusChange, { queueUrl, bodyOf }: StatusChangeRule): Promise<void> => {
    try {
      await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: bodyOf(detail) }));
    } catch (error) {
      process.emitWarning(`status change of ${detail.executionArn} not sent: ${(error as Error).message}`);
    }
  };

  return {
    setRule: (stateMachineArn: string, rule: StatusChangeRule): void => {
      rules.set(stateMachineArn, rule);
    },
    onEnd: (execution: Execution): void => {
      const detail = detailOf(execution);
      const rule = rules.get(execution.machine.arn);
      if (!detail || !rule) return;
      const sent = send(detail, rule);
      sending.add(sent);
      void sent.finally(() => sending.delete(sent));
    },
    /** Waits until all are sent. */
    flush: async (): Promise<void> => {
      await Promise.all(sending);
    },
  };
};

const detailOf = ({ arn, name, machine, input, startedAt, ending }: Execution): StatusChange | undefined => {
  if (!ending || ending.status === 'SUCCEEDED') return undefined;
  return {
    executionArn: arn,
    stateMachineArn: machine.arn,
    name,
    status: ending.status,
    startDate: startedAt.getTime(),
    stopDate: ending.at.getTime(),
    input,
    output: null,
    error: ending.error ?? null,
    cause: ending.cause ?? null,
  };
};
