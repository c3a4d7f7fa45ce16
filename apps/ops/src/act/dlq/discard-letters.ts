import type { Ops } from '../../ops.ts';
import { type ExitStatus, exitStatus } from '../../output/exit-status.ts';
import { type Act, type ActOptions, act, checkReason } from '../act.ts';
import { checkDlq, openDlq } from './open-dlq.ts';
import { type LetterFilter, takeLetters, withLetters } from './take-letters.ts';

type Discarded = { readonly discarded: number; readonly queue: string };

/** Removes letters from a DLQ. Their bodies and attributes are first kept with the action, in the bucket `audit`. */
export const discardLetters = async (
  ops: Ops,
  queue: string,
  filter: LetterFilter,
  options: ActOptions,
): Promise<ExitStatus> => {
  checkDlq(queue);
  checkReason(options.reason);
  const box = await openDlq(await ops.open(), queue);
  const taken = await takeLetters(box, filter);
  const messages = taken.map(({ letter: { body, attributes, message, sentAt } }) => ({
    messageId: message.MessageId,
    sentAt: new Date(sentAt).toISOString(),
    attributes,
    body,
  }));
  if (taken.length === 0) {
    ops.terminal.complain(`No such message is in ${queue}.`);
    return exitStatus.nothingFound;
  }
  const discard: Act<Discarded> = {
    command: 'dlq discard',
    // The action is durable before a message is removed.
    about: { queue, reason: filter.reason, tenant: filter.tenant, messages },
    plan: {
      text: `To be kept in the archive and removed: ${taken.length} messages of ${queue}.`,
      json: { queue, messages },
    },
    run: async () => {
      for (const { letter } of taken) await box.remove(letter);
      return { discarded: taken.length, queue };
    },
    render: ({ discarded }) => `Messages removed: ${discarded}. Their bodies are kept with the action.`,
  };
  return withLetters(box, taken, () => act(ops, options, discard));
};
