import { isRecorded, type PlannedCall } from '../plan/planned-call.ts';
import type { Facts } from './conditions.ts';

const HOUR_MS = 3_600_000;

/** Says what steps may ask about a call of the day. */
export type CallFacts = (call: PlannedCall) => Facts;

/** @param calls in order of start. */
export const makeCallFacts = (calls: readonly PlannedCall[]): CallFacts => {
  const places = placesOf(calls);
  const recordings = placesOf(calls.filter(isRecorded));
  const first = calls[0]?.startedAt ?? 0;
  return ({ callId, group, recording, startedAt }) => ({
    group: group.name,
    call: places.get(callId),
    recording: recordings.get(callId),
    push: recording?.pushFate,
    startedHours: (startedAt - first) / HOUR_MS,
  });
};

const placesOf = (calls: readonly PlannedCall[]): ReadonlyMap<string, number> =>
  new Map(calls.map(({ callId }, at) => [callId, at + 1]));
