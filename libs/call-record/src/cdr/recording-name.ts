import { timestampOf, type Timestamp } from '../timestamp.ts';

/** What OCP writes into the name of a recording. */
export type RecordingName = {
  readonly groupName: string;
  readonly accountId: string;
  readonly startedAt: Timestamp;
  readonly dialogId: string;
};

/**
 * Reads `{groupId}~{accountId}~{dialogTimestamp}~{dialogId}.wav`, split from the right: a group may hold a `~`.
 *
 * @returns undefined if the name is not of this form.
 */
export const parseRecordingName = (fileName: string): RecordingName | undefined => {
  const match = /^(.+)~([^~]+)~(\d{12,14})~([^~.][^~]*?)(?:\.[A-Za-z][A-Za-z0-9]{1,3})?$/.exec(fileName);
  // OCP writes a missing value as "undefined": no call has that id.
  if (!match || match[4] === 'undefined') return undefined;
  const [, groupName, accountId, time, dialogId] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
  ];
  return { groupName, accountId, startedAt: timestampOf(Number(time)), dialogId };
};
