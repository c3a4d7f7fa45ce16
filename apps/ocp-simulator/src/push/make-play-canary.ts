import { isRecorded, type PlannedCall, type RecordedCall } from '../plan/planned-call.ts';
import { uuidFrom } from '../plan/uuid-from.ts';
import { makePlayCall, type PlayCallDeps } from './play-call.ts';
import { zeroCounts } from './play-counts.ts';

export type Canary = {
  readonly callId: string;
  readonly groupName: string;
  readonly startedAt: string;
  readonly endedAt: string;
  /** Whether the ingestion API took the recording. */
  readonly isPushed: boolean;
};

type CanaryDeps = Omit<PlayCallDeps, 'counts'> & {
  readonly calls: readonly PlannedCall[];
  readonly now: () => number;
};

/**
 * Makes the function that pushes one call of a group that ends now, whatever goes wrong on purpose. It shows that events and
 * recordings of the group arrive. The call is not part of the day: no export lists it.
 *
 * @returns undefined if no call of the day in this group has a recording.
 */
export const makePlayCanary = ({ calls, now, ...deps }: CanaryDeps) => {
  let made = 0;
  return async (groupName: string): Promise<Canary | undefined> => {
    const model = calls.find(
      (call): call is RecordedCall => isRecorded(call) && call.group.name === groupName,
    );
    if (!model) return undefined;
    const counts = zeroCounts();
    const call = makeCanary(model, now(), (made += 1));
    await makePlayCall({ ...deps, counts })(call, { events: {}, push: {}, fate: 'delivered' });
    return {
      callId: call.callId,
      groupName,
      startedAt: new Date(call.startedAt).toISOString(),
      endedAt: new Date(call.endedAt).toISOString(),
      isPushed: counts.pushed > 0,
    };
  };
};

const makeCanary = (
  { sideDialogId: _, ...model }: RecordedCall,
  endedAt: number,
  number: number,
): RecordedCall => {
  const byMs = endedAt - model.endedAt;
  const idOf = (what: string): string => uuidFrom('canary', what, model.group.name, endedAt, number);
  return {
    ...model,
    callId: idOf('call'),
    startedAt: model.startedAt + byMs,
    ivrEndedAt: model.ivrEndedAt + byMs,
    endedAt,
    recording: { ...model.recording, recordingId: idOf('recording'), pushFate: 'delivered' },
  };
};
