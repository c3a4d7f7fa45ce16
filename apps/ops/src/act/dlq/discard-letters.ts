import type { Ops } from '../../ops.ts';
import type { ExitStatus } from '../../output/exit-status.ts';
import type { ActOptions } from '../act.ts';
import { actOnLetters } from './act-on-letters.ts';
import type { LetterFilter, TakenLetter } from './take-letters.ts';

/** A letter as it is kept with the action. */
export const keptLetter = ({ letter: { body, attributes, message, sentAt } }: TakenLetter) => ({
  messageId: message.MessageId,
  sentAt: new Date(sentAt).toISOString(),
  attributes,
  body,
});

type Discarded = { readonly discarded: number; readonly queue: string };

/** Removes letters from a DLQ. Their bodies and attributes are first kept with the action, in the bucket `audit`. */
export const discardLetters = (
  ops: Ops,
  queue: string,
  filter: LetterFilter,
  options: ActOptions,
): Promise<ExitStatus> =>
  actOnLetters<Discarded>(ops, queue, filter, options, ({ box, taken }) => {
    const messages = taken.map(keptLetter);
    return {
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
  });
