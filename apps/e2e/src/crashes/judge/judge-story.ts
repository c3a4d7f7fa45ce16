import { CallId, type CallRecord, recordingKey, TenantId } from '@recordings/call-record';
import { TENANT } from '../lane/lane-settings.ts';
import type { Lane } from '../lane/start-lane.ts';
import type { Story, StoryCall } from '../story/story-call.ts';
import { findOpenEnd } from './judge-calls.ts';
import { judgeJobs } from './judge-jobs.ts';
import type { LaneView } from './look-at-lane.ts';

/** What is still to happen before the story has ended, as sentences: at first of its calls, then of the work behind them. */
export const findOpenEnds = async (view: LaneView, story: Story): Promise<readonly string[]> => {
  const records = await recordsOf(view, story);
  const calls = story.calls.flatMap((call) => findOpenEnd(call, records.get(call.callId)) ?? []);
  if (calls.length > 0) return calls;
  const work = [...(await view.openWork()), ...(await view.busyQueues())];
  return work.length > 0 ? work : findUnarchived(view, records);
};

/** The promises that an ended story broke, as sentences. */
export const findBroken = async (
  view: LaneView,
  story: Story,
  lane: Pick<Lane, 'orchestrator' | 'ocp'>,
): Promise<readonly string[]> => {
  const objects = await Promise.all(story.calls.map((call) => judgeObjects(view, call)));
  const quarantined = await view.quarantinedHashes();
  const records = await recordsOf(view, story);
  const lost = [...records.values()]
    .flatMap(({ quarantined: kept = [] }) => kept)
    .filter(({ sha256 }) => !quarantined.has(sha256));
  return [
    ...objects.flat(),
    ...lost.map(({ key }) => `${key} is not in quarantine, or its reason is not`),
    ...(await view.deadLetters()),
    ...judgeJobs(lane.orchestrator, lane.ocp, await view.windows()),
  ];
};

const keyOf = ({ callId }: StoryCall) => ({ tenantId: TenantId.parse(TENANT), callId: CallId.parse(callId) });

const recordsOf = async (view: LaneView, { calls }: Story): Promise<ReadonlyMap<string, CallRecord>> => {
  const records = await Promise.all(calls.map((call) => view.getCall(keyOf(call))));
  return new Map(records.flatMap((record) => (record ? [[record.callId, record] as const] : [])));
};

const judgeObjects = async (view: LaneView, call: StoryCall): Promise<string[]> => {
  const record = await view.getCall(keyOf(call));
  const hashes = await view.finalHashes(recordingKey(keyOf(call)));
  const expected = record?.s3Stored ? [record.audio?.sha256] : [];
  return hashes.join() === expected.join()
    ? []
    : [
        `${call.callId} has objects with ${hashes.join(', ') || 'nothing'}, its record says ${expected.join() || 'none'}`,
      ];
};

const findUnarchived = async (
  view: LaneView,
  records: ReadonlyMap<string, CallRecord>,
): Promise<readonly string[]> => {
  const archived = await view.readArchive();
  return [...records.values()].flatMap(({ callId, revision, s3Stored }) => {
    const revisions = Array.from({ length: revision }, (_, at) => String(at + 1));
    return [...revisions, ...(s3Stored ? ['recording.stored'] : [])]
      .filter((one) => !archived.has(`${callId} ${one}`))
      .map((one) => `${one} of ${callId} is not in the archive`);
  });
};
