import { isHeldBy, recordManualAction } from '@recordings/call-record';
import { makeSnsClient, makeTopicPublisher } from '@recordings/messaging';
import { outgoingWindow } from '@recordings/missing-calls';
import type { ReconciliationRequest } from '@recordings/reconciliation';
import { ConfigurationError } from '@recordings/service';
import type { Config } from '../../config.ts';
import type { Ops } from '../../ops.ts';
import { type ExitStatus, exitStatus, statusOf } from '../../output/exit-status.ts';
import type { Platform } from '../../platform.ts';
import { type ActOptions, act } from '../act.ts';
import { changeCall } from '../change-call.ts';
import { chooseWindows } from './choose-windows.ts';
import { openKeptWindows, type WindowFilter } from './kept-windows.ts';
import { keysOf } from './list-windows.ts';

type Redriven = {
  readonly redriven: readonly string[];
  readonly failed: readonly { readonly key: string; readonly why: string }[];
};

type Readable = { readonly key: string; readonly request: ReconciliationRequest };

/** Publishes windows again that the pooler could not publish. A window that is published twice is recovered once. */
export const redriveWindows = async (
  ops: Ops,
  keys: readonly string[],
  filter: WindowFilter,
  options: ActOptions,
): Promise<ExitStatus> => {
  const windows = await chooseWindows(ops, keys, filter);
  const readable = windows.flatMap(({ key, request }): Readable[] => (request ? [{ key, request }] : []));
  const unreadable = windows.flatMap(({ key, fault }) => (fault === undefined ? [] : [{ key, why: fault }]));
  if (readable.length === 0) {
    const why = unreadable.length === 0 ? '' : ` ${unreadable.length} cannot be read: see replay show.`;
    ops.terminal.complain(`No window waits that can be published.${why}`);
    return exitStatus.nothingFound;
  }
  const platform = await ops.open();
  const publish = makePublish(platform.config);
  const chosen = readable.map(({ key }) => key);
  return act<Redriven>(ops, options, {
    command: 'replay redrive',
    about: { windows: chosen },
    plan: {
      text: `To be published again: ${readable.length} windows with ${sumCalls(readable)} calls.`,
      json: { windows: chosen, unreadable },
    },
    run: async (by) => {
      const who = { by, reason: options.reason };
      const results: Redriven = await redriveEach(ops, platform, publish, readable, who);
      return { ...results, failed: [...results.failed, ...unreadable] };
    },
    render: ({ redriven, failed }) =>
      [
        `Windows published: ${redriven.length}.`,
        ...failed.map(({ key, why }) => `Not published: ${key}: ${why}`),
      ].join('\n'),
    statusOf: ({ redriven, failed }) =>
      statusOf({ isAnyDone: redriven.length > 0, isAnyFailed: failed.length > 0 }),
  });
};

const sumCalls = (windows: readonly Readable[]): number =>
  windows.reduce((sum, { request }) => sum + request.payload.callCount, 0);

type Publish = (request: ReconciliationRequest) => Promise<void>;

/** @throws {ConfigurationError} without the topic. */
const makePublish = ({ RECONCILIATION_TOPIC_ARN: topicArn }: Config): Publish => {
  if (topicArn === undefined)
    throw new ConfigurationError('RECONCILIATION_TOPIC_ARN is not set; expected that of the pooler');
  const topic = makeTopicPublisher({
    sns: makeSnsClient(),
    topicArn,
    ...(topicArn.endsWith('.fifo') && { messageGroupId: 'replay' }),
  });
  return (request) => topic.publish(outgoingWindow({ policy: { enableMessageAttributes: true } }, request));
};

type Who = { readonly by: string; readonly reason: string };

const redriveEach = async (
  ops: Ops,
  platform: Platform,
  publish: Publish,
  windows: readonly Readable[],
  who: Who,
): Promise<Redriven> => {
  const { handle } = openKeptWindows(platform.config);
  const redriven: string[] = [];
  const failed: { key: string; why: string }[] = [];
  for (const { key, request } of windows) {
    ops.signal.throwIfAborted();
    try {
      await markCalls(ops, platform, request, who);
      await publish(request);
      await handle(key, { what: 'redriven', ...who, at: ops.now() });
      redriven.push(key);
      ops.progress(`${redriven.length} of ${windows.length} windows`);
    } catch (error) {
      failed.push({ key, why: error instanceof Error ? error.message : String(error) });
    }
  }
  return { redriven, failed };
};

/** Calls that still wait for this window come because a person asked for them. The others have another window. */
const markCalls = async (
  ops: Ops,
  platform: Platform,
  request: ReconciliationRequest,
  { by, reason }: Who,
): Promise<void> => {
  const { reconciliationId } = request.payload;
  for (const key of keysOf(request)) {
    await changeCall(
      ops,
      platform,
      key,
      by,
      (context) => (current) =>
        isHeldBy(current, reconciliationId)
          ? recordManualAction({ what: 'redrive', reason }, context)(current)
          : { result: undefined },
    );
  }
};
