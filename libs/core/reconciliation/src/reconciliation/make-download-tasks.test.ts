import { itemBytes } from '@recordings/call-record';
import { DownloadTask } from '../messages/download-task.ts';
import type { ListedBytes } from './call-outcome.ts';
import { makeDownloadTasks } from './make-download-tasks.ts';
import type { DownloadingReconciliation } from './reconciliation.ts';
import { after, c1, claimed, claiming, exported, open } from './test-reconciliation.ts';

/** SQS takes messages of up to 256 KB that come from SNS too. */
const MAX_MESSAGE_BYTES = 262_144;

const othersOf = (count: number, idOf = (n: number) => `other-${n}`): ListedBytes[] =>
  Array.from({ length: count }, (_, n) => ({
    recordingId: idOf(n),
    sizeBytes: count - n,
    sha256: 'a'.repeat(64),
  }));

/** A window of one call, listed with one recording and these. */
const listedWith = (others: readonly ListedBytes[]) => {
  const recordings = [{ callId: c1, recordingId: 'rec-1', sizeBytes: 1_000, others }];
  const waiting = after(claiming, claimed({ [c1]: open(5, 10) }), 61);
  const downloading = after(waiting, exported(recordings), 80) as DownloadingReconciliation;
  const listed = new Map(recordings.map((recording) => [recording.callId, recording]));
  return { downloading, tasks: makeDownloadTasks(downloading, [c1], listed) };
};
const idsOf = (tasks: readonly DownloadTask[]): string[] =>
  tasks.flatMap(({ recordingId, others = [] }) => [recordingId, ...others.map((one) => one.recordingId)]);

describe('the download tasks of a call that is listed with many recordings', () => {
  it.each([0, 1, 9, 10, 100, 101, 1_000])('name each of them once, beside the first: %i', (count) => {
    const others = othersOf(count);
    const named = idsOf(listedWith(others).tasks);
    expect(named).toHaveLength(1 + count);
    expect(new Set(named)).toEqual(new Set(['rec-1', ...others.map(({ recordingId }) => recordingId)]));
  });

  it('are further ones that settle nothing, and after them one that settles the call', () => {
    const { tasks } = listedWith(othersOf(250));
    expect(tasks.map(({ isExtra }) => isExtra)).toEqual([true, true, undefined]);
    for (const task of tasks) expect(DownloadTask.parse(task)).toEqual(task);
  });

  it('fit into messages with the longest ids of OCP', () => {
    const { tasks } = listedWith(othersOf(205, (n) => `${n}`.padEnd(512, '語')));
    for (const task of tasks) expect(Buffer.byteLength(JSON.stringify(task))).toBeLessThan(MAX_MESSAGE_BYTES);
  });

  it('have all of them although the item of the window has ten', () => {
    const { downloading, tasks } = listedWith(othersOf(1_000));
    expect(downloading.calls[c1]!.others).toHaveLength(9);
    expect(itemBytes(downloading)).toBeLessThan(5_000);
    expect(idsOf(tasks)).toHaveLength(1_001);
  });

  it('have what the listing at hand says, also if its order has changed since the item was written', () => {
    const { downloading } = listedWith(othersOf(1));
    const first = {
      recordingId: 'other-0',
      sizeBytes: 2_000,
      others: [{ recordingId: 'rec-1', sizeBytes: 1_000 }],
    };
    expect(makeDownloadTasks(downloading, [c1], new Map([[c1, first]]))).toMatchObject([
      { recordingId: 'other-0', declared: { sizeBytes: 2_000 }, others: first.others },
    ]);
  });

  it('have the ids of the item if a worker has no listing at hand', () => {
    const { downloading } = listedWith(othersOf(20));
    expect(idsOf(makeDownloadTasks(downloading, [c1]))).toHaveLength(10);
  });

  it('have what an item of an earlier version says of the bytes', () => {
    const { downloading } = listedWith([]);
    const sha256 = 'a'.repeat(64);
    const calls = {
      [c1]: { ...downloading.calls[c1]!, declared: { sizeBytes: 3, sha256, conversationId: 'd' } },
    };
    expect(makeDownloadTasks({ ...downloading, calls }, [c1])).toMatchObject([
      { recordingId: 'rec-1', declared: { sizeBytes: 3, sha256, conversationId: 'd' } },
    ]);
  });
});
