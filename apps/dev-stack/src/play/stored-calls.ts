import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteMessageBatchCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';

const StoredEvent = z.object({
  eventType: z.literal('recording.stored'),
  callId: z.string(),
  source: z.enum(['REALTIME', 'RECONCILIATION']),
});

/** Ids of the calls whose recording is stored, by stage, from the events of stored recordings. */
export type StoredCalls = {
  readonly realtime: ReadonlySet<string>;
  readonly reconciled: ReadonlySet<string>;
};

/** Reads the queue until `signal` aborts, for all calls or for those given. SQS may deliver an event twice, so calls are counted by id. */
export const followStoredCalls = (
  sqs: SQSClient,
  queueUrl: string,
  signal: AbortSignal,
  of?: ReadonlySet<string>,
): StoredCalls => {
  const stored = { realtime: new Set<string>(), reconciled: new Set<string>() };
  const receiveOnce = async (): Promise<void> => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
      { abortSignal: signal },
    );
    for (const { Body } of Messages) {
      const event = StoredEvent.safeParse(JSON.parse(Body ?? '{}'));
      if (!event.success) continue;
      const { callId, source } = event.data;
      if (of?.has(callId) === false) continue;
      (source === 'REALTIME' ? stored.realtime : stored.reconciled).add(callId);
    }
    if (Messages.length === 0) return;
    const Entries = Messages.map(({ ReceiptHandle }, at) => ({ Id: String(at), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
  };
  const listen = async (): Promise<void> => {
    // SQS delivers again what a failed receive did not delete.
    while (!signal.aborted) await receiveOnce().catch(() => sleep(200));
  };
  void listen();
  return stored;
};
