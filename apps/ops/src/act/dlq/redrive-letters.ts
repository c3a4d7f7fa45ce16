import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { recordManualAction } from '@recordings/call-record';
import { makeSqsClient, originalOf, resolveQueueUrl } from '@recordings/messaging';
import {
  physicalName,
  queues,
  reconciliationFailures,
  type SubscriptionShape,
  topics,
} from '@recordings/topology';
import type { Ops } from '../../ops.ts';
import { type ExitStatus, statusOf } from '../../output/exit-status.ts';
import { WrongArgumentError } from '../../output/wrong-argument.ts';
import type { Platform } from '../../platform.ts';
import type { ActOptions } from '../act.ts';
import { changeCall } from '../change-call.ts';
import { actOnLetters } from './act-on-letters.ts';
import type { LetterBox } from './make-letter-box.ts';
import { checkDlq } from './open-dlq.ts';
import type { LetterFilter, TakenLetter } from './take-letters.ts';

type Redriven = { readonly redriven: number; readonly failed: number; readonly queue: string };

/** Sends letters back to the queues that they come from, and removes them from the DLQ. */
export const redriveLetters = async (
  ops: Ops,
  queue: string,
  filter: LetterFilter,
  options: ActOptions,
): Promise<ExitStatus> => {
  checkDlq(queue);
  const findTargets = targetsOf(queue);
  return actOnLetters<Redriven>(ops, queue, filter, options, ({ platform, box, taken }) => {
    const targets = [...new Set(taken.flatMap(findTargets))];
    const found = { queue, targets, messages: taken.length };
    return {
      command: 'dlq redrive',
      about: { ...found, reason: filter.reason, tenant: filter.tenant },
      plan: {
        text: `To be sent back to ${targets.join(', ')}: ${taken.length} messages of ${queue}.`,
        json: found,
      },
      run: async (by) => {
        const send = makeSend(platform, findTargets);
        const mark = isWork(queue)
          ? (one: TakenLetter) => markCalls(ops, platform, one, { by, reason: options.reason })
          : async () => undefined;
        const sent = await Promise.all(taken.map((one) => redriveOne(ops, box, one, { mark, send })));
        const redriven = sent.filter(Boolean).length;
        return { redriven, failed: taken.length - redriven, queue };
      },
      render: ({ redriven, failed }) =>
        `Messages sent back to ${targets.join(', ')}: ${redriven}.${failed > 0 ? ` Failed, and still there: ${failed}.` : ''}`,
      statusOf: ({ failed }) => statusOf({ isAnyDone: true, isAnyFailed: failed > 0 }),
    };
  });
};

type Steps = Readonly<Record<'mark' | 'send', (letter: TakenLetter) => Promise<void>>>;

/** One letter that fails does not stop the others. @returns whether it was sent back. */
const redriveOne = async (
  { terminal, signal }: Ops,
  box: LetterBox,
  one: TakenLetter,
  { mark, send }: Steps,
): Promise<boolean> => {
  try {
    signal.throwIfAborted();
    await mark(one);
    await send(one);
    await box.remove(one.letter);
    return true;
  } catch (error) {
    terminal.complain(`message ${one.letter.message.MessageId} was not sent back: ${String(error)}`);
    return false;
  }
};

/** Messages about windows and downloads: their calls are recovered by them. Those of the archive only report calls. */
const isWork = (queue: string): boolean =>
  [
    queues.reconciliationHigh,
    queues.reconciliationNormal,
    queues.reconciliationLow,
    queues.downloadsHigh,
    queues.downloads,
  ].some(({ deadLetter }) => deadLetter.queue === queue);

/** Whether a service reads what is sent back. */
export const canRedrive = (queue: string): boolean => queue !== reconciliationFailures;

/** @throws {WrongArgumentError} for the queue that no service reads. */
const targetsOf = (queue: string): FindTargets => {
  const work = Object.values(queues).find(({ deadLetter }) => deadLetter.queue === queue);
  if (work) return () => [work.name];
  const topic = Object.values(topics).find(({ undelivered }) => undelivered === queue);
  // SNS does not say which queue did not take the message. Every reader of them takes one twice.
  if (topic) return ({ letter }) => subscribersOf(topic.subscriptions, letter.attributes['priority']);
  throw new WrongArgumentError(
    `QUEUE is "${queue}"; its messages are reports for a person and no service reads them. Use reopen for their calls`,
  );
};

type FindTargets = (letter: TakenLetter) => readonly string[];

const subscribersOf = (
  subscriptions: readonly SubscriptionShape[],
  priority: string | undefined,
): readonly string[] => {
  const named = subscriptions.filter(({ filterPolicy }) =>
    filterPolicy?.['priority']?.some((rule) => rule === priority),
  );
  const others = subscriptions.filter(({ filterPolicy }) =>
    filterPolicy?.['priority']?.some((rule) => typeof rule === 'object'),
  );
  const all = subscriptions.filter(({ filterPolicy }) => filterPolicy === undefined);
  return [...(named.length > 0 ? named : others), ...all].map(({ queue }) => queue);
};

const makeSend = ({ config }: Platform, findTargets: FindTargets) => {
  const sqs = makeSqsClient();
  const urls = new Map<string, Promise<string>>();
  const urlOf = (name: string): Promise<string> => {
    const url = urls.get(name) ?? resolveQueueUrl(sqs, physicalName(config.RESOURCE_PREFIX, name));
    urls.set(name, url);
    return url;
  };
  return async (taken: TakenLetter): Promise<void> => {
    const original = originalOf(taken.letter.message);
    for (const name of findTargets(taken)) {
      await sqs.send(new SendMessageCommand({ QueueUrl: await urlOf(name), ...original }));
    }
  };
};

/** The recordings that come now come because a person asked for them. */
const markCalls = async (
  ops: Ops,
  platform: Platform,
  { facts }: TakenLetter,
  { by, reason }: { readonly by: string; readonly reason: string },
): Promise<void> => {
  for (const key of facts.calls) {
    await changeCall(ops, platform, key, by, (context) =>
      recordManualAction({ what: 'redrive', reason }, context),
    );
  }
};
