import { CallId, GroupId, ReconciliationId, TenantId } from '@recordings/call-record';
import type { DownloadTask } from '@recordings/reconciliation';
import { nextRecording, tryLater } from './next-recording.ts';

const task: DownloadTask = {
  version: '1.0',
  reconciliationId: ReconciliationId.parse('r-1'),
  tenantId: TenantId.parse('acme'),
  groupId: GroupId.parse('Acme_EN'),
  callId: CallId.parse('c-1'),
  exportJobId: 'job-1',
  recordingId: 'rec-1',
  tries: 3,
  declared: { sizeBytes: 10, sha256: 'aa', conversationId: 'conv' },
  others: [{ recordingId: 'rec-2', sizeBytes: 20 }, { recordingId: 'rec-3' }],
};
const failed = { outcome: 'failed' } as const;
const stored = { outcome: 'stored' } as const;

describe('nextRecording', () => {
  it('is the next one of the listing, with its own size and hash, tried for the first time', () => {
    expect(nextRecording(task, failed)).toEqual({
      ...task,
      recordingId: 'rec-2',
      tries: 0,
      declared: { sizeBytes: 20, conversationId: 'conv' },
      others: [{ recordingId: 'rec-3' }],
      isStored: false,
    });
  });

  it('remembers that one was stored, to the last one', () => {
    const second = nextRecording(task, stored);
    const third = second && nextRecording(second, failed);
    expect(third).toMatchObject({ recordingId: 'rec-3', isStored: true, others: [] });
    expect(third && nextRecording(third, failed)).toBeUndefined();
  });

  it('does not exist for a call with one recording', () => {
    const { others: _, ...single } = task;
    expect(nextRecording(single, failed)).toBeUndefined();
  });
});

describe('tryLater', () => {
  it('puts the recording behind the others, with its size, its hash and its tries', () => {
    expect(tryLater(task)).toEqual({
      ...task,
      recordingId: 'rec-2',
      tries: 0,
      declared: { sizeBytes: 20, conversationId: 'conv' },
      others: [{ recordingId: 'rec-3' }, { recordingId: 'rec-1', sizeBytes: 10, sha256: 'aa', tries: 4 }],
    });
  });

  it('comes back to it after the others', () => {
    const back = tryLater(tryLater(tryLater(task)));
    expect(back).toMatchObject({ recordingId: 'rec-1', tries: 4, declared: task.declared });
    expect(back.others).toMatchObject([
      { recordingId: 'rec-2', tries: 1 },
      { recordingId: 'rec-3', tries: 1 },
    ]);
  });

  it('counts one try more of the only recording', () => {
    const { others: _, ...single } = task;
    expect(tryLater(single)).toEqual({ ...single, tries: 4 });
  });
});
