import type { RecordedCall } from './planned-call.ts';

/** `{groupName}~{accountId}~{dialogTimestamp}~{dialogId}.wav`: OCP's name of a recording; the timestamp is epoch milliseconds. */
export const recordingFileName = ({ group, startedAt, callId, recording }: RecordedCall): string =>
  `${group.name}~${group.accountId}~${startedAt}~${callId}.${recording.file.container}`;
