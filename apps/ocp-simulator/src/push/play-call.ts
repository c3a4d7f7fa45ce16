import { setTimeout as sleep } from 'node:timers/promises';
import { arrangeEvents } from '../faults/arrange-events.ts';
import { isRecorded, type PlannedCall, type RecordedCall } from '../plan/planned-call.ts';
import type { EventsEffects } from '../script/push-effects.ts';
import { cdrEvents } from './cdr-events.ts';
import type { Play } from './decide-play.ts';
import { dialogEvents } from './dialog-events.ts';
import { encodeRequest } from './encode-request.ts';
import { eventRequests } from './event-requests.ts';
import type { PushClient } from './make-push-client.ts';
import type { PlayCounts } from './play-counts.ts';

export type PlayCallDeps = {
  readonly client: Pick<PushClient, 'pushEvents' | 'pushRecording'>;
  readonly counts: PlayCounts;
  /** Ends the waits. */
  readonly signal: AbortSignal;
};

/** Pushes one call: its events, then its recording unless it is lost or late. */
export const makePlayCall = ({ client, counts, signal }: PlayCallDeps) => {
  const pushRecording = makePushRecording(client, counts);
  const pushEvents = async (call: PlannedCall, effects: EventsEffects): Promise<void> => {
    if (effects.delayMs !== undefined)
      await sleep(effects.delayMs, undefined, { signal }).catch(() => undefined);
    const events = arrangeEvents(eventsOf(call, effects.clock), effects);
    if (events.length === 0) return;
    for (const request of eventRequests(events, call.ordinal)) {
      if (await client.pushEvents(encodeRequest(request, effects.encoding)))
        counts.eventsSent += request.eventCount;
    }
  };

  return async (call: PlannedCall, play: Play): Promise<void> => {
    const { afterRecording } = play.events;
    const isPushed = isRecorded(call) && play.fate === 'delivered';
    if (isPushed && afterRecording) await pushRecording(call, play);
    await pushEvents(call, play.events);
    if (isPushed && !afterRecording) await pushRecording(call, play);

    counts.played += 1;
    if (!isRecorded(call)) counts.chats += 1;
    else if (play.fate === 'lost') counts.lost += 1;
  };
};

/** Pushes one recording and counts it when it is accepted. */
export const makePushRecording =
  (client: Pick<PushClient, 'pushRecording'>, counts: PlayCounts) =>
  async (call: RecordedCall, { push }: Pick<Play, 'push'>): Promise<void> => {
    const accepted: boolean[] = [];
    for (let time = 0; time < (push.times ?? 1); time += 1)
      accepted.push(await client.pushRecording(call, push));
    if (accepted.includes(true)) counts.pushed += 1;
  };

const MINUTE_MS = 60_000;

/** The events of a call, by a clock that may be wrong. */
const eventsOf = (call: PlannedCall, clock: EventsEffects['clock']): object[] => {
  const events = call.vocabulary === 'spec' ? cdrEvents : dialogEvents;
  if (clock === undefined) return events(call);
  const byMs = clock.minutes * MINUTE_MS;
  const moved = events({
    ...call,
    startedAt: call.startedAt + byMs,
    ivrEndedAt: call.ivrEndedAt + byMs,
    endedAt: call.endedAt + byMs,
  });
  return clock.of === 'all' ? moved : [...moved.slice(0, 1), ...events(call).slice(1)];
};
