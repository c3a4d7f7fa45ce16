import { type CallRecord, type HistoryEntry, Outcome } from '@recordings/call-record';

/** What an entry of the history means to somebody who reads it for the first time. */
const tellings: Readonly<Record<string, (entry: HistoryEntry, record: CallRecord) => string>> = {
  CDR_START: () => 'OCP says that the call started',
  dialog_start: () => 'OCP says that the call started',
  IVR_END: () => 'it ended in the IVR',
  CDR_END: () => 'OCP says that it ended: its recording should come',
  dialog_end: () => 'OCP says that it ended: its recording should come',
  'found missing': () => 'the pooler finds that no recording has come, and puts the call into a window',
  claimed: () => 'the reconciler takes the call on',
  exported: ({ detail }) => `OCP's export job ${String(detail['exportJobId'])} has its recording`,
  'not recovered': ({ detail }) => `not recovered this time: ${reasonOf(detail)}; it will be tried again`,
  'given up': ({ detail }) => `given up: ${reasonOf(detail)}`,
  quarantined: ({ detail }) => `what came is kept, not trusted: ${reasonOf(detail)}`,
  'location claimed': (_, { location }) => `its place is fixed: s3://${location?.bucket}/${location?.key}`,
  'stored by reconciliation': (_, { audio }) =>
    `stored: ${audio?.codec}, ${((audio?.durationMs ?? 0) / 1000).toFixed(1)} s, ${audio?.bytes} bytes, checked as they came`,
};

const reasonOf = (detail: HistoryEntry['detail']): string => {
  const outcome = Outcome.safeParse(detail['outcome']);
  return outcome.success ? `${outcome.data.code}, ${outcome.data.message}` : 'no reason was written';
};

/** One rescued call's story, told from its own history, and how to see the same. */
export const tellStory = (record: CallRecord, curl: string): string => {
  const lines = record.history.map((entry) => {
    const telling = tellings[entry.what]?.(entry, record) ?? entry.what;
    return `  ${entry.at.slice(11, 23)}  ${entry.by.padEnd(17)}  ${telling}`;
  });
  return [
    `The story of one rescued call, ${record.callId}, made ${record.callTimestamp} in group ${record.groupId}:`,
    ...lines,
    'See the same:',
    `  ${curl}`,
  ].join('\n');
};
