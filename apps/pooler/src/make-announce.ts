import { makeAuditSender, makeSqsClient } from '@recordings/messaging';
import type { Config } from './config.ts';

/**
 * Makes the sender of announced changes. It looks for queue `audit` at the first change. So a pooler without its queue
 * starts, and its executions fail and are counted.
 */
export const makeAnnounce = ({ RESOURCE_PREFIX, AUDIT_DELAY_SECONDS }: Config) => {
  const sqs = makeSqsClient();
  let sender: ReturnType<typeof makeAuditSender> | undefined;
  const findSender = (): ReturnType<typeof makeAuditSender> => {
    sender ??= makeAuditSender(sqs, RESOURCE_PREFIX, AUDIT_DELAY_SECONDS).catch((error: unknown) => {
      sender = undefined; // The next change looks again.
      throw error;
    });
    return sender;
  };
  return async (body: object): Promise<void> => (await findSender())(body);
};
