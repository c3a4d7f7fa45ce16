import { makeSqsClient, resolveQueueUrl } from '@recordings/messaging';
import { deadLetterQueues, physicalName } from '@recordings/topology';
import { WrongArgumentError } from '../../output/wrong-argument.ts';
import type { Platform } from '../../platform.ts';
import { type LetterBox, makeLetterBox } from './make-letter-box.ts';

export const dlqNames: readonly string[] = deadLetterQueues.map(({ name }) => name);

/** @throws {WrongArgumentError} if there is no such DLQ. */
export const checkDlq = (name: string): void => {
  if (dlqNames.includes(name)) return;
  throw new WrongArgumentError(`QUEUE is "${name}"; expected one of: ${dlqNames.join(', ')}`);
};

export const openDlq = async ({ config }: Platform, name: string): Promise<LetterBox> => {
  const sqs = makeSqsClient();
  return makeLetterBox(sqs, await resolveQueueUrl(sqs, physicalName(config.RESOURCE_PREFIX, name)));
};
