import type { Timestamp } from '../timestamp.ts';
import { readDigits } from './read-time.ts';

/** The parts of a recording's file name at OCP. */
export type RecordingName = {
  readonly groupName: string;
  readonly accountId: string;
  /** Absent if the digits are not a time from 2000 to 2099. The other parts are valid all the same. */
  readonly startedAt?: Timestamp;
  readonly dialogId: string;
};

/** Words that OCP and others write for a missing value. They are not ids of calls. */
const noDialog: ReadonlySet<string> = new Set(['undefined', 'null', 'none']);

/**
 * Reads `{groupId}~{accountId}~{dialogTimestamp}~{dialogId}.wav`, split from the right, because a group name may contain `~`.
 *
 * @returns undefined if the name is not of this form.
 */
export const parseRecordingName = (fileName: string): RecordingName | undefined => {
  const match = /^(.+)~([^~]+)~(\d{9,14})~([^~.][^~]*?)(?:\.[A-Za-z][A-Za-z0-9]{1,3})?$/.exec(fileName);
  if (!match || noDialog.has(match[4]!.toLowerCase())) return undefined;
  const [, groupName, accountId, time, dialogId] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
  ];
  const startedAt = readDigits(time);
  return { groupName, accountId, dialogId, ...(startedAt && { startedAt }) };
};
