import type { Timestamp } from '../timestamp.ts';
import { readDigits } from './read-time.ts';

/** What OCP writes into the name of a recording. */
export type RecordingName = {
  readonly groupName: string;
  readonly accountId: string;
  /** Absent if the digits are no time of our century: the rest of the name holds all the same. */
  readonly startedAt?: Timestamp;
  readonly dialogId: string;
};

/** How OCP and others write that they have no value: no call has such an id. */
const noDialog: ReadonlySet<string> = new Set(['undefined', 'null', 'none']);

/**
 * Reads `{groupId}~{accountId}~{dialogTimestamp}~{dialogId}.wav`, split from the right: a group may hold a `~`.
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
