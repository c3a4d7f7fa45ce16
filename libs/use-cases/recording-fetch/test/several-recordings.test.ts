import { shifted } from '@recordings/call-record';
import {
  type DownloadTask,
  OcpCredentialsError,
  OcpTruncatedError,
  OcpUnavailableError,
} from '@recordings/reconciliation';
import type { StoreOutcome } from '../src/store-outcome.ts';
import { at, GoneError, makeTestFetch, OutageError, storedCall, taskOf } from './fetch-fixture.ts';

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

  it('is settled when the first is stored, and the second is fetched all the same, to be kept as a conflict', async () => {
    const first = makeTestFetch();
    await first.fetch(two);
    expect(first.settled).toMatchObject([{ outcome: 'stored', code: 'STORED' }]);
    expect(first.steps.indexOf('send again done')).toBeLessThan(first.steps.indexOf('settle'));
    expect(first.sent).toMatchObject([{ task: { recordingId: 'rec-2', isStored: true } }]);

    const second = makeTestFetch({ call: storedCall(), store: async () => conflict });
    await second.fetch(first.sent[0]!.task);
    expect(second.stored).toHaveLength(1);
    expect(second.settled).toMatchObject([{ outcome: 'stored' }]);
  });

  it('goes on to the second after a process died that had stored the first', async () => {
    const again = makeTestFetch({ call: storedCall() });
    expect(await again.fetch(two)).toEqual({ kind: 'ack' });
    expect(again.sent).toMatchObject([{ delayS: 0, task: { recordingId: 'rec-2', isStored: true } }]);
    expect(again.settled).toMatchObject([{ outcome: 'stored', code: 'STORED_BEFORE' }]);
  });

  it.each([
    ['before it was sent', two],
    ['when it came', { ...two, recordingId: 'rec-2', others: [], isStored: true }],
  ])('has its second fetched also if its window was closed %s', async (_, task) => {
    const late = makeTestFetch({ call: storedCall(), phase: 'closed', store: async () => conflict });
    expect(await late.fetch(task)).toEqual({ kind: 'ack' });
    expect([late.sent.length, late.stored.length]).toEqual(task === two ? [1, 0] : [0, 1]);
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

describe('a recording that OCP does not give whole', () => {
  const download = () => Promise.reject(new OcpTruncatedError(10, 20));

  it('does not block the others of its call: they are fetched first', async () => {
    const first = makeTestFetch({ download });
    await first.fetch(taskOf({ ...two, tries: 7 }));
    expect(first.sent).toMatchObject([
      { delayS: 0, task: { recordingId: 'rec-2', tries: 0, others: [{ recordingId: 'rec-1', tries: 8 }] } },
    ]);

    const second = makeTestFetch();
    await second.fetch(first.sent[0]!.task);
    expect(second.settled).toMatchObject([{ outcome: 'stored', code: 'STORED' }]);
    expect(second.sent).toMatchObject([{ task: { recordingId: 'rec-1', tries: 8, isStored: true } }]);
  });

  it('is waited for when each of them was tried', async () => {
    const { fetch, sent } = makeTestFetch({ download });
    await fetch(taskOf({ others: [{ recordingId: 'rec-2', tries: 2 }] } as Partial<DownloadTask>));
    expect(sent).toMatchObject([{ delayS: 5, task: { recordingId: 'rec-2', tries: 2 } }]);
  });
});

describe('a call with a hundred further recordings, in an outage', () => {
  const others = Array.from({ length: 100 }, (_, number) => ({ recordingId: `other-${number}` }));
  const failing = async (err: Error, tasks: number) => {
    let task = taskOf({ others });
    const delays: number[] = [];
    const asked: string[] = [];
    for (let count = 0; count < tasks; count += 1) {
      const { fetch, sent } = makeTestFetch({ download: () => Promise.reject(err) });
      asked.push(task.recordingId);
      await fetch(task);
      delays.push(sent[0]!.delayS);
      task = sent[0]!.task;
    }
    return { delays, asked, task };
  };

  it.each([new OcpUnavailableError('502'), new OutageError('storage')])(
    'waits as a call with one does, with the same recording: %s',
    async (err) => {
      const { delays, asked } = await failing(err, 4);
      expect(delays).toEqual([1, 5, 30, 30]);
      expect(new Set(asked).size).toBe(1);
    },
  );

  it('turns to the next recording after the longest wait, as OCP may fail for one file alone', async () => {
    const { task, delays } = await failing(new OcpUnavailableError('502'), 4);
    expect(task).toMatchObject({ recordingId: 'other-0', tries: 0 });
    expect(task.others?.at(-1)).toMatchObject({ recordingId: taskOf().recordingId, tries: 4 });
    expect(delays.at(-1)).toBe(30);
  });

  it('goes on at once to the others when OCP refuses one file', async () => {
    const { delays, asked } = await failing(new OcpCredentialsError('403'), 3);
    expect(delays).toEqual([0, 0, 0]);
    expect(new Set(asked).size).toBe(3);
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

const DAY_MS = 86_400_000;
const outage = { phase: 'closed', download: () => Promise.reject(new OutageError('502')) } as const;

describe.each([
  ['of a call with very many recordings', taskOf({ isExtra: true })],
  ['of a call that has a recording', taskOf({ isStored: true })],
])('a further task, %s, whose recording OCP does not give', (_, extra) => {
  const endsAt = shifted(at, DAY_MS);

  it('follows the waits of a task, and then the fault schedule: each wait is twice the last one, up to a day', async () => {
    const waits: number[] = [];
    let task: DownloadTask = extra;
    for (let tries = 0; tries < 16; tries += 1) {
      const { fetch, sent } = makeTestFetch({ ...outage, deps: { retryDelaysS: [1, 5, 600] } });
      await fetch({ ...task, notBefore: undefined, endsAt: shifted(at, 10 * DAY_MS) });
      task = sent[0]!.task;
      waits.push(task.notBefore ? (Date.parse(task.notBefore) - Date.parse(at)) / 1_000 : sent[0]!.delayS);
    }
    expect(waits.slice(0, 7)).toEqual([1, 5, 600, 1_200, 2_400, 4_800, 9_600]);
    expect(waits.at(-1)).toBe(86_400);
  });

  it('gets an end when it is put off first: by then OCP has deleted the job', async () => {
    const { fetch, sent } = makeTestFetch(outage);
    await fetch(extra);
    expect(sent).toMatchObject([{ delayS: 1, task: { tries: 1, endsAt } }]);
  });

  it('waits without a request until its time has come', async () => {
    const { fetch, sent, steps } = makeTestFetch(outage);
    const waiting = { ...extra, tries: 9, endsAt, notBefore: shifted(at, 1_000_000) };
    expect(await fetch(waiting)).toEqual({ kind: 'ack' });
    expect(sent).toEqual([{ task: waiting, delayS: 900 }]);
    expect(steps).toEqual(['send again', 'send again done']);
    await fetch({ ...waiting, notBefore: shifted(at, 20_000) });
    expect(sent[1]).toMatchObject({ delayS: 20 });
  });

  it('is tried once more at its end', async () => {
    const { fetch, sent } = makeTestFetch(outage);
    await fetch({ ...extra, tries: 9, endsAt: shifted(at, 60_000) });
    expect(sent).toMatchObject([{ delayS: 60 }]);
  });

  it.each([
    ['fails', new OutageError('502')],
    ['is refused', new OcpCredentialsError('401', { heldMs: 60_000 })],
  ])('ends visibly when it %s at its end, and goes on with the next recording', async (_how, error) => {
    const { fetch, sent, events } = makeTestFetch({ ...outage, download: () => Promise.reject(error) });
    await fetch({ ...extra, endsAt: at, others: [{ recordingId: 'rec-2' }] });
    expect(events).toMatchObject([{ type: 'download_failed', code: error.code, err: error }]);
    expect(sent).toMatchObject([{ delayS: 0, task: { recordingId: 'rec-2', endsAt: at, others: [] } }]);

    const last = makeTestFetch({ ...outage, download: () => Promise.reject(error) });
    await last.fetch(sent[0]!.task);
    expect(last.events).toMatchObject([{ type: 'download_failed' }]);
    expect(last.sent).toEqual([]);
    expect(last.settled).toMatchObject(extra.isStored ? [{ outcome: 'stored', code: 'STORED' }] : []);
  });
});
