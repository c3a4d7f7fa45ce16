import type { AudioFile } from '../audio-library/audio-file.ts';

export type PushFate = 'delivered' | 'lost';

/** How a call ends, in OCP's words. */
export type EndType = 'FAR_HUP' | 'NEAR_HUP' | 'TRANSFER' | 'NORMAL';

export type PlannedGroup = {
  /** OCP group name. */
  readonly name: string;
  readonly accountId: string;
};

export type PlannedRecording = {
  readonly recordingId: string;
  readonly file: AudioFile;
  readonly pushFate: PushFate;
};

/** One call of the day. Times are epoch milliseconds. */
export type PlannedCall = {
  /** Place in the day, from 0, in order of start. */
  readonly ordinal: number;
  /** The id of the root dialog, which is the conversation's id too. */
  readonly callId: string;
  readonly group: PlannedGroup;
  readonly app: string;
  readonly customerId: string;
  /** From the range +1 202 555 01xx, which is reserved for fiction. */
  readonly callerNumber: string;
  readonly agentId: string;
  readonly channel: 'voice' | 'chat';
  readonly direction: 'inbound' | 'outbound';
  readonly startedAt: number;
  readonly ivrEndedAt: number;
  readonly endedAt: number;
  readonly endType: EndType;
  /** `spec`: CDR_START, IVR_END, CDR_END. `ocp`: dialog_start, dialog_end. */
  readonly vocabulary: 'spec' | 'ocp';
  /** A second dialog of the conversation, which has no recording. */
  readonly sideDialogId?: string;
  /** Absent on calls that have no audio. */
  readonly recording?: PlannedRecording;
};

export type RecordedCall = PlannedCall & { readonly recording: PlannedRecording };

export const isRecorded = (call: PlannedCall): call is RecordedCall => call.recording !== undefined;
