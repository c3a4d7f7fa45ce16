import { arrangeEvents } from '../faults/arrange-events.ts';
import type { FaultKind } from '../faults/fault-kind.ts';
import { isRecorded, type PlannedCall, type RecordedCall } from '../plan/planned-call.ts';
import { cdrEvents } from './cdr-events.ts';
import { dialogEvents } from './dialog-events.ts';
import { eventRequests } from './event-requests.ts';
import type { PushClient } from './make-push-client.ts';
import type { PlayCounts } from './play-counts.ts';

export type PlayCallDeps = {
  readonly client: Pick<PushClient, 'pushEvents' | 'pushRecording'>;
  readonly counts: PlayCounts;
  readonly faults: ReadonlySet<FaultKind>;
};

/** Pushes one call: its events, then its recording unless the plan loses or delays it. */
export const makePlayCall = ({ client, counts, faults }: PlayCallDeps) => {
  const pushRecording = makePushRecording(client, counts);
  return async (call: PlannedCall): Promise<void> => {
    const inOrder = call.vocabulary === 'spec' ? cdrEvents(call) : dialogEvents(call);
    const { events, recordingFirst } = arrangeEvents(inOrder, call.ordinal, faults);
    const isDelivered = isRecorded(call) && call.recording.pushFate === 'delivered';

    if (isDelivered && recordingFirst) await pushRecording(call);
    for (const request of eventRequests(events, call.ordinal)) {
      if (await client.pushEvents(request)) counts.eventsSent += request.eventCount;
    }
    if (isDelivered && !recordingFirst) await pushRecording(call);

    counts.played += 1;
    if (!isRecorded(call)) counts.chats += 1;
    else if (call.recording.pushFate === 'lost') counts.lost += 1;
  };
};

/** Pushes one recording and counts it when it is accepted. */
export const makePushRecording =
  (client: Pick<PushClient, 'pushRecording'>, counts: PlayCounts) =>
  async (call: RecordedCall): Promise<void> => {
    if (await client.pushRecording(call)) counts.pushed += 1;
  };
