import { type CallRecord, type HistoryEntry, Outcome } from '@recordings/call-record';

/** What each entry of a history means, for a reader who sees it for the first time. */
const meanings: Readonly<Record<string, (entry: HistoryEntry, record: CallRecord) => string>> = {
  CDR_START: () => 'OCP says that the call started',
  dialog_start: () => 'OCP says that the call started',
  IVR_END: () => 'OCP says that the call ended in the IVR',
  CDR_END: () => 'OCP says that the call ended: its recording should arrive',
  dialog_end: () => 'OCP says that the call ended: its recording should arrive',
  'found missing': () => 'the pooler finds that no recording arrived, and puts the call into a window',
  claimed: () => 'the reconciler claims the call',
  exported: ({ detail }) => `OCP's export job ${String(detail['exportJobId'])} has its recording`,
  'not recovered': ({ detail }) => `not recovered by this attempt: ${reasonOf(detail)}; another will follow`,
  'given up': ({ detail }) => `given up: ${reasonOf(detail)}`,
  quarantined: ({ detail }) => `what arrived is kept but not trusted: ${reasonOf(detail)}`,
  'location claimed': (_, { location }) => `its final place: s3://${location?.bucket}/${location?.key}`,
  'stored by reconciliation': (_, { audio }) =>
    `stored: ${audio?.codec}, ${((audio?.durationMs ?? 0) / 1000).toFixed(1)} s, ${audio?.bytes} bytes, checked while they arrived`,
};

const reasonOf = (detail: HistoryEntry['detail']): string => {
  const outcome = Outcome.safeParse(detail['outcome']);
  return outcome.success ? `${outcome.data.code}, ${outcome.data.message}` : 'the record has no reason';
};

/** The story of one recovered call, from its own history. */
export const renderStory = (record: CallRecord): string => {
  const lines = record.history.map((entry) => {
    const meaning = meanings[entry.what]?.(entry, record) ?? entry.what;
    return `  ${entry.at.slice(11, 23)}  ${entry.by.padEnd(17)}  ${meaning}`;
  });
  const { callId, callTimestamp, groupId } = record;
  return [
    `The story of one rescued call, ${callId}, made ${callTimestamp} in group ${groupId}:`,
    ...lines,
  ].join('\n');
};
