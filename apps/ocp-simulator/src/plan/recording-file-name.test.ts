import { parseRecordingName } from '@recordings/call-record';
import { audioFile, makeCall, NOON } from '../../test/make-call.ts';
import { recordingFileName } from './recording-file-name.ts';

describe('recordingFileName', () => {
  it('is parsed into its parts, even if the name of the group contains a "~"', () => {
    const call = makeCall(1, { group: { name: 'Sales~EN', accountId: '101' } });
    expect(parseRecordingName(recordingFileName(call))).toEqual({
      groupName: 'Sales~EN',
      accountId: '101',
      startedAt: new Date(NOON).toISOString(),
      dialogId: 'call-1',
    });
  });

  it('has the extension of the container', () => {
    const call = makeCall(1, { file: { ...audioFile, container: 'mp3' } });
    expect(recordingFileName(call)).toBe(`Sales~101~${NOON}~call-1.mp3`);
  });
});
