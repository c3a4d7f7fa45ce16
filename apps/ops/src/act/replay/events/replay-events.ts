import { readCredentialsText } from '../../../keys/read-credentials-text.ts';
import type { Ops } from '../../../ops.ts';
import { credentialsPlaces } from '../../../options/credentials-place.ts';
import { type ExitStatus, exitStatus, statusOf } from '../../../output/exit-status.ts';
import type { Platform } from '../../../platform.ts';
import { type ActOptions, act, checkReason } from '../../act.ts';
import { openQuarantine } from '../../quarantine/open-quarantine.ts';
import { senderOf } from './event-sender.ts';
import { type EventsFilter, type KeptEvents, readKeptEvents } from './kept-events.ts';
import { makeRecordKept, type RecordKept, type ReplayedCounts } from './record-kept.ts';

/** What comes of the events of one object. */
type Judged = { readonly key: string } & ReplayedCounts;
type Result = {
  readonly objects: readonly Judged[];
  readonly failed: readonly { key: string; why: string }[];
};

/**
 * Records the events in quarantine that can be read now, because the registry, a credential or the reader was corrected.
 * Their object stays; when none of its events is left, it is marked as replayed. A command that was interrupted goes on
 * where it stopped when it is given again.
 */
export const replayEvents = async (
  ops: Ops,
  filter: EventsFilter,
  options: ActOptions,
): Promise<ExitStatus> => {
  checkReason(options.reason);
  const platform = await ops.open();
  const judge = await makeJudge(ops, platform);
  const judged: Judged[] = [];
  for await (const kept of readKeptEvents(openQuarantine(platform), filter, ops.signal))
    judged.push(await judge(kept, makeRecordKept(ops, platform)));
  const wanted = judged.filter(isReadable);
  if (wanted.length === 0) {
    ops.terminal.complain(`No event in quarantine can be recorded now: ${sayLeft(judged)}.`);
    return exitStatus.nothingFound;
  }
  return act<Result>(ops, options, {
    command: 'replay events',
    about: { ...filter, objects: wanted },
    plan: {
      text: `To be recorded: ${saySum(wanted)}.`,
      json: { objects: wanted, left: judged.length - wanted.length },
    },
    run: async (by) => replayEach(ops, platform, judge, wanted, { by, reason: options.reason }),
    render: ({ objects, failed }) =>
      [`Done: ${saySum(objects)}.`, ...failed.map(({ key, why }) => `Failed: ${key}: ${why}`)].join('\n'),
    statusOf: ({ objects, failed }) =>
      statusOf({ isAnyDone: objects.length > 0, isAnyFailed: failed.length > 0 }),
  });
};

/** An object whose events are all recorded already is replayed too, so that it leaves the list. */
const isReadable = ({ recorded, repeated, left }: Judged): boolean =>
  recorded > 0 || (repeated > 0 && left === 0);

const sum = (objects: readonly Judged[], name: keyof ReplayedCounts): number =>
  objects.reduce((total, one) => total + one[name], 0);

const saySum = (objects: readonly Judged[]): string =>
  [
    `events recorded ${sum(objects, 'recorded')}`,
    `recorded before ${sum(objects, 'repeated')}`,
    `still not readable ${sum(objects, 'left')}`,
    `objects ${objects.length}`,
  ].join(', ');

const sayLeft = (judged: readonly Judged[]): string =>
  judged.length === 0 ? 'there is none of this kind' : `${sum(judged, 'left')} still cannot be read`;

type Judge = (kept: KeptEvents, record: RecordKept) => Promise<Judged>;

const makeJudge = async (ops: Ops, { config }: Platform): Promise<Judge> => {
  const { address } = credentialsPlaces(config, ops.isLocal).find(
    ({ service }) => service === 'ingestion-api',
  )!;
  const { entries } = address === undefined ? { entries: [] } : await readCredentialsText(address);
  return async (kept, record) => {
    const sender = senderOf(kept, entries);
    if (!sender) return { key: kept.key, recorded: 0, repeated: 0, ignored: 0, left: 1 };
    return { key: kept.key, ...(await record(kept.body, sender)) };
  };
};

type Who = { readonly by: string; readonly reason: string };

const replayEach = async (
  ops: Ops,
  platform: Platform,
  judge: Judge,
  wanted: readonly Judged[],
  who: Who,
): Promise<Result> => {
  const record = makeRecordKept(ops, platform, who.by);
  const keys = new Set(wanted.map(({ key }) => key));
  const objects: Judged[] = [];
  const failed: { key: string; why: string }[] = [];
  const store = openQuarantine(platform);
  for await (const kept of readKeptEvents(store, { limit: Number.MAX_SAFE_INTEGER }, ops.signal)) {
    if (!keys.has(kept.key)) continue;
    try {
      const done = await judge(kept, record);
      if (done.left === 0) await store.explainQuarantined(kept.key, markOf(ops, kept, done, who), ops.signal);
      objects.push(done);
      ops.progress(`${objects.length} of ${wanted.length} objects`);
    } catch (error) {
      ops.signal.throwIfAborted();
      failed.push({ key: kept.key, why: error instanceof Error ? error.message : String(error) });
    }
  }
  return { objects, failed };
};

const markOf = ({ now }: Ops, { why }: KeptEvents, { key: _, ...counts }: Judged, { by, reason }: Who) => ({
  ...why,
  ...{ replayedAt: now(), replayedBy: by, replayedFor: reason, replayed: counts },
});
