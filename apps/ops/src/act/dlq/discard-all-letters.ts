import { auditBucket } from '@recordings/topology';
import type { Ops } from '../../ops.ts';
import { type ExitStatus, statusOf } from '../../output/exit-status.ts';
import type { Platform } from '../../platform.ts';
import { type ActOptions, act } from '../act.ts';
import { makeActionLog } from '../action-log.ts';
import { openJsonObjects } from '../json-objects.ts';
import type { Approving, ProposalOf } from '../proposals/proposal.ts';
import { keptLetter } from './discard-letters.ts';
import { openDlq } from './open-dlq.ts';
import { type LetterFilter, takeLetters } from './take-letters.ts';

type Discarded = { readonly discarded: number; readonly queue: string };

/** An action holds the bodies that it removes: at most 100 of 256 KB. */
const BATCH = 100;

/**
 * Removes the letters that a proposal names and that were there when it was made, 100 at a time. Their bodies are first kept
 * in the bucket `audit`, an action for each 100.
 */
export const discardAllLetters = async (
  ops: Ops,
  { options: about, messages, at }: ProposalOf<'dlq discard'>,
  options: ActOptions,
  { approve, ...proposal }: Approving,
): Promise<ExitStatus> => {
  const { queue, reason, tenant } = about;
  const platform = await ops.open();
  const filter = {
    ...(reason !== undefined && { reason }),
    ...(tenant !== undefined && { tenant }),
    ...{ limit: BATCH, sentUntilMs: Date.parse(at) },
  };
  return act<Discarded>(ops, options, {
    command: 'dlq discard',
    about: { ...about, proposal },
    plan: {
      text: `To be kept in the archive and removed: the messages of ${queue} of the proposal, ${messages} when it was made.`,
      json: { ...about, messages },
    },
    run: async (by) => {
      await approve(by);
      const batch = { about: { ...about, proposal }, by, reason: options.reason, messages };
      return { discarded: await discardBatches(ops, platform, filter, batch), queue };
    },
    render: ({ discarded }) =>
      `Messages removed: ${discarded}. Their bodies are kept with the actions of this proposal.`,
    statusOf: ({ discarded }) => statusOf({ isAnyDone: discarded > 0 }),
  });
};

type Batch = {
  readonly about: { readonly queue: string };
  readonly by: string;
  readonly reason: string;
  /** About how many there are. */
  readonly messages: number;
};

/** @returns how many letters were removed. */
const discardBatches = async (
  ops: Ops,
  platform: Platform,
  filter: LetterFilter,
  { about, by, reason, messages }: Batch,
): Promise<number> => {
  const box = await openDlq(platform, about.queue);
  const log = makeActionLog(openJsonObjects(platform.config, auditBucket), ops.now);
  let discarded = 0;
  for (;;) {
    ops.signal.throwIfAborted();
    const taken = await takeLetters(box, filter);
    if (taken.length === 0) return discarded;
    const kept = { ...about, messages: taken.map(keptLetter) };
    const id = await log.begin({ command: 'dlq discard', reason, by, at: ops.now(), about: kept });
    for (const { letter } of taken) await box.remove(letter);
    discarded += taken.length;
    await log.end(id, { discarded: taken.length });
    ops.progress(`${discarded} of about ${messages} messages`);
  }
};
