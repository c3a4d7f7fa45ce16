import type { StoreOutcome } from '../src/store-outcome.ts';
import { GoneError, makeTestFetch, storedCall, taskOf } from './fetch-fixture.ts';

const rejected: StoreOutcome = {
  kind: 'quarantined',
  reason: 'NOT_AUDIO',
  detail: '44 bytes',
  isCallStored: false,
};
const conflict: StoreOutcome = {
  kind: 'quarantined',
  reason: 'CONFLICT',
  detail: 'differs',
  isCallStored: true,
};
const two = taskOf({ others: [{ recordingId: 'rec-2', sizeBytes: 20 }] });

describe('a call that its listing names with two recordings', () => {
  it('is settled only after the second: it is stored if the first was rejected', async () => {
    const first = makeTestFetch({ store: async () => rejected });
    expect(await first.fetch(two)).toEqual({ kind: 'ack' });
    expect(first.settled).toEqual([]);
    expect(first.sent).toMatchObject([
      { delayS: 0, task: { recordingId: 'rec-2', isStored: false, tries: 0 } },
    ]);

    const second = makeTestFetch();
    await second.fetch(first.sent[0]!.task);
    expect(second.stored[0]?.download).toEqual({ exportJobId: 'job-1', recordingId: 'rec-2' });
    expect(second.settled).toMatchObject([{ outcome: 'stored', code: 'STORED' }]);
    expect(second.sent).toEqual([]);
  });

  it('stays stored, and the second is fetched all the same, to be kept as a conflict', async () => {
    const first = makeTestFetch();
    await first.fetch(two);
    expect(first.sent).toMatchObject([{ task: { recordingId: 'rec-2', isStored: true } }]);

    const second = makeTestFetch({ call: storedCall(), store: async () => conflict });
    await second.fetch(first.sent[0]!.task);
    expect(second.stored).toHaveLength(1);
    expect(second.settled).toMatchObject([{ outcome: 'stored' }]);
  });

  it('fails if both are rejected', async () => {
    const second = makeTestFetch({ store: async () => rejected });
    await second.fetch({ ...taskOf(), recordingId: 'rec-2', others: [], isStored: false });
    expect(second.settled).toMatchObject([{ outcome: 'failed', code: 'NOT_AUDIO', isAboutTheCall: true }]);
  });

  it('stays in the queue with both recordings if an unexpected error ends the download', async () => {
    const { fetch, sent } = makeTestFetch({ store: () => Promise.reject(new Error('unexpected')) });
    expect(await fetch(two)).toEqual({ kind: 'retry' });
    expect(sent).toEqual([]);
  });
});

describe('a further task of a call with very many recordings', () => {
  const extra = taskOf({ isExtra: true, others: [{ recordingId: 'rec-2' }] });

  it('is fetched also if the reconciliation is closed and the call is stored, and settles nothing', async () => {
    const first = makeTestFetch({ phase: 'closed', call: storedCall(), store: async () => conflict });
    expect(await first.fetch(extra)).toEqual({ kind: 'ack' });
    expect(first.stored).toHaveLength(1);
    expect(first.sent).toMatchObject([{ delayS: 0, task: { recordingId: 'rec-2', isExtra: true } }]);

    const last = makeTestFetch({ phase: 'closed', call: storedCall(), store: async () => conflict });
    expect(await last.fetch(first.sent[0]!.task)).toEqual({ kind: 'ack' });
    expect(last.stored).toHaveLength(1);
    expect([last.sent, last.settled, last.checks]).toEqual([[], [], []]);
  });

  it('goes on with the next recording if OCP does not have one', async () => {
    const { fetch, sent } = makeTestFetch({ download: () => Promise.reject(new GoneError('404')) });
    await fetch(extra);
    expect(sent).toMatchObject([{ task: { recordingId: 'rec-2', isExtra: true } }]);
  });
});
