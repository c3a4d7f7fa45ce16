import { CallId } from '@recordings/call-record';
import { minute } from '../planning/test-exports.ts';
import type { CallOutcome } from './call-outcome.ts';
import type { ExportedEvent, ReconciliationEvent } from './reconciliation-step.ts';
import {
  after,
  c1,
  c2,
  c3,
  claimed,
  claiming,
  commandsOf,
  downloading,
  exported,
  jobMoved,
  open,
  recordingOf,
  settled,
  step,
  waiting,
} from './test-reconciliation.ts';

describe('claiming', () => {
  it('waits for an export of what it claimed', () => {
    expect(waiting).toMatchObject({
      phase: 'waiting',
      reconciliationStatus: 'IN_PROGRESS',
      leaseUntil: minute(91),
    });
    expect(commandsOf(claiming, claimed({ [c1]: open(5) }), 61)).toEqual(['enqueue-window']);
  });

  it('closes at once without a request to OCP if no call could be claimed', () => {
    const { reconciliation, commands } = step(claiming, claimed({}), 61);
    expect(reconciliation).toMatchObject({
      phase: 'closed',
      reconciliationStatus: 'COMPLETED',
      completedAt: minute(61),
    });
    expect(commands).toEqual([{ type: 'release-calls' }, { type: 'forget-window' }]);
  });

  it('enqueues the window again when the request is redelivered, without the calls that a push completed', () => {
    const { reconciliation, commands } = step(waiting, claimed({ [c1]: open(5, 10) }), 70);
    expect(commands).toEqual([{ type: 'enqueue-window' }]);
    expect(Object.keys(reconciliation.calls)).toEqual(['c-1']);
    expect(after(waiting, claimed({}), 70)).toMatchObject({
      phase: 'closed',
      reconciliationStatus: 'COMPLETED',
    });
  });

  it('leaves the downloads alone when the request is redelivered that late', () => {
    expect(step(downloading, claimed({ [c1]: open(5) }), 81)).toEqual({
      reconciliation: downloading,
      commands: [],
    });
  });
});

describe('an export', () => {
  it('sends a download for every recording that was wanted and found', () => {
    const { reconciliation, commands } = step(waiting, exported([recordingOf(c1), recordingOf(c2)]), 80);
    expect(commands).toEqual([
      {
        type: 'send-downloads',
        callIds: ['c-1', 'c-2'],
        recordings: expect.any(Map),
        range: { fromDate: expect.any(String), toDate: expect.any(String) },
      },
      { type: 'forget-window' },
    ]);
    expect(reconciliation).toMatchObject({
      phase: 'downloading',
      exportJobStatus: 'EXPORT_COMPLETED',
      exportJobId: 'job-1',
      deadline: minute(200),
      leaseUntil: minute(230),
      calls: { 'c-1': { outcome: 'open', recordingId: 'rec-c-1' } },
    });
  });

  it('gives what the listing says of a recording to the record of its call, and keeps only ids, because each result of a download rewrites the item', () => {
    const others = [{ recordingId: 'rec-2', sizeBytes: 9, sha256: 'a'.repeat(64) }];
    const recording = { ...recordingOf(c1), startedAt: minute(5), ocpMetadata: { duration: 324 }, others };
    const { reconciliation, commands } = step(waiting, exported([recording]), 80);
    expect(commands[0]).toMatchObject({ recordings: new Map([[c1, recording]]) });
    expect(reconciliation.calls[c1]).toEqual({
      startedAt: minute(5),
      outcome: 'open',
      recordingId: 'rec-c-1',
      others: [{ recordingId: 'rec-2' }],
    });
  });

  it('raises the version of an item that an older service began, because that one cannot read its new word', () => {
    const older = { ...waiting, schemaVersion: 1 };
    expect(after(older, exported([recordingOf(c1)]), 80).schemaVersion).toBe(2);
    const newer = { ...waiting, schemaVersion: 7 };
    expect(after(newer, exported([recordingOf(c1)]), 80).schemaVersion).toBe(7);
  });

  it('keeps the size and the time of completion that OCP reports of its job', () => {
    const event = { ...exported([recordingOf(c1)]), sizeBytes: 15_728_640, endedAt: minute(72) };
    expect(after(waiting, event as ExportedEvent, 80)).toMatchObject({
      exportSizeBytes: 15_728_640,
      exportEndedAt: minute(72),
      exportCompletedAt: minute(80),
    });
    expect(after(waiting, exported([recordingOf(c1)]), 80)).not.toHaveProperty('exportSizeBytes');
  });

  it('of another job sends open downloads again with the ids of their own job', () => {
    const other = { ...exported([recordingOf(c1)]), exportJobId: 'job-2' } as ExportedEvent;
    const { commands } = step(downloading, other, 81);
    expect(commands[0]).toMatchObject({ callIds: ['c-1', 'c-2'], recordings: new Map() });
  });

  it('calls a recording not found only if the job was sure to cover its call', () => {
    const { calls } = after(waiting, exported([]), 80);
    expect(calls[c1]).toMatchObject({ outcome: 'not-found', code: 'NOT_FOUND', isAboutTheCall: true });
    expect(calls[c2]).toMatchObject({ outcome: 'failed', code: 'NOT_COVERED', isAboutTheCall: false });
  });

  it('downloads only the calls of the window', () => {
    const stranger = recordingOf(CallId.parse('c-9'));
    const { reconciliation, commands } = step(waiting, exported([stranger, recordingOf(c1)]), 80);
    expect(commands[0]).toMatchObject({ type: 'send-downloads', callIds: ['c-1'] });
    expect(Object.keys(reconciliation.calls)).toEqual(['c-1', 'c-2', 'c-3']);
  });

  it('closes at once if it listed no call of the window', () => {
    expect(step(waiting, exported([]), 80)).toMatchObject({
      reconciliation: {
        phase: 'closed',
        reconciliationStatus: 'FAILED_PARALLEL_ERROR',
        failureReason: 'c-2: NOT_COVERED',
      },
      commands: [{ type: 'release-calls' }, { type: 'forget-window' }],
    });
  });

  it('sends only open downloads when it is delivered again, and does not change', () => {
    const half = settled(downloading, c1, { outcome: 'stored' });
    const { reconciliation, commands } = step(half, exported([recordingOf(c1), recordingOf(c2)]), 100);
    expect(commands).toMatchObject([{ type: 'send-downloads', callIds: ['c-2'] }, { type: 'forget-window' }]);
    expect(reconciliation).toEqual(half);
  });

  it('touches no call that is settled already', () => {
    const early = settled(waiting, c1, { outcome: 'stored' });
    expect(after(early, exported([]), 80).calls[c1]).toEqual(early.calls[c1]);
  });
});

describe('calls that are claimed again', () => {
  it('keep what a newer version wrote of them', () => {
    const newer = settled(waiting, c1, { newerField: 7, endedAt: minute(11) } as Partial<CallOutcome>);
    const again = after(newer, claimed({ [c1]: open(5), [c3]: open(7) }), 62);
    expect(again.calls[c1]).toEqual({ ...open(5), newerField: 7 });
    expect(Object.keys(again.calls)).toEqual([c1, c3]);
  });
});

describe('a job that moves', () => {
  it('is recorded in the reconciliation, from its creation on', () => {
    const first = after(
      waiting,
      { ...jobMoved, exportJobStatus: 'CREATED', pollingIteration: 0 } as ReconciliationEvent,
      62,
    );
    expect(first).toMatchObject({
      exportJobStatus: 'CREATED',
      exportCreatedAt: minute(62),
      pollingIteration: 0,
    });
    expect(first).not.toHaveProperty('lastPolledAt');
    expect(after(first, jobMoved, 67)).toMatchObject({
      exportJobStatus: 'POLLING',
      exportCreatedAt: minute(62),
      lastPolledAt: minute(67),
      pollingIteration: 2,
    });
  });

  it('has the time of the job that is polled now if an earlier one failed', () => {
    const first = after(waiting, jobMoved, 62);
    const second = { ...jobMoved, exportJobId: 'job-2' } as ReconciliationEvent;
    expect(after(first, second, 90)).toMatchObject({ exportJobId: 'job-2', exportCreatedAt: minute(90) });
  });
});
