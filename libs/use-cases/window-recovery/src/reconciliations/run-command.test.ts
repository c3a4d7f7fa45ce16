import {
  CallId,
  type CallRecord,
  claimCall,
  GroupId,
  ReconciliationId,
  recordDiscovered,
  TenantId,
} from '@recordings/call-record';
import type { DownloadingReconciliation, DownloadTask, Reconciliation } from '@recordings/reconciliation';
import { type CommandDeps, runReconciliationCommand } from './run-command.ts';

const callIds = ['c-1', 'c-2'].map((id) => CallId.parse(id));
const downloading = {
  phase: 'downloading',
  reconciliationId: ReconciliationId.parse('r-1'),
  tenantId: TenantId.parse('acme'),
  groupId: GroupId.parse('Acme_EN'),
  priority: 'high',
  exportJobId: 'job-1',
  exportCompletedAt: '2026-01-15T12:00:00.000Z',
  calls: Object.fromEntries(callIds.map((id) => [id, { outcome: 'open', recordingId: 'r' }])),
} as unknown as DownloadingReconciliation;

const makeWorker = () => {
  const steps: string[] = [];
  const sent: DownloadTask[][] = [];
  const deps = {
    calls: { change: async ({ callId }: { callId: CallId }) => void steps.push(`record ${callId}`) },
    sendDownloads: async (tasks: DownloadTask[], priority: string) => {
      steps.push(`send ${priority}`);
      sent.push(tasks);
    },
    registry: { findGroup: () => undefined },
    now: () => undefined,
  } as unknown as CommandDeps;
  return { deps, steps, sent };
};

describe('runReconciliationCommand', () => {
  it('leaves the windows of other groups going if this one needs a state machine and there is none', async () => {
    const waiting = { ...downloading, phase: 'waiting' } as unknown as Reconciliation;
    const started = runReconciliationCommand(makeWorker().deps, waiting, { type: 'start-execution' });
    // Any other fault would stop the queue or give the window up.
    await expect(started).rejects.toMatchObject({ code: 'WORKFLOW_NOT_CONFIGURED', fault: 'retryable' });
  });

  it('records the export job at each call before it sends the downloads', async () => {
    const { deps, steps } = makeWorker();
    const command = { type: 'send-downloads', callIds, recordings: new Map() } as const;
    await runReconciliationCommand(deps, downloading, command);
    expect(steps).toEqual(['record c-1', 'record c-2', 'send high']);
  });

  it('reports a call that an event explained meanwhile, and that the listing proves', async () => {
    const noted: unknown[] = [];
    const calls = { change: async () => 'explained' };
    const deps = { ...makeWorker().deps, calls, note: (event: unknown) => noted.push(event) };
    const command = { type: 'send-downloads', callIds: callIds.slice(0, 1), recordings: new Map() } as const;
    await runReconciliationCommand(deps as unknown as CommandDeps, downloading, command);
    expect(noted).toEqual([
      { type: 'call_reopened', tenantId: 'acme', callId: 'c-1', exportJobId: 'job-1', was: 'explained' },
    ]);
  });

  it('records the range of the job at a call that reported another time', async () => {
    const now = '2026-01-15T12:00:00.000Z';
    const deps = { ...makeWorker().deps, now: () => now, shardCount: 1 };
    const context = { group: undefined, shardCount: 1, now, by: 'test' };
    const range = { fromDate: '2026-01-14T00:00:00.000Z', toDate: '2026-01-15T00:00:00.000Z' } as const;
    const records: CallRecord[] = [];
    const change: CommandDeps['calls']['change'] = async (key, transition) => {
      const known = recordDiscovered(key, { startedAt: now }, context)(undefined).next;
      const { next, result } = transition(
        claimCall(downloading.reconciliationId, undefined, context)(known).next,
      );
      records.push(next!);
      return result;
    };
    const command = { type: 'send-downloads', callIds, recordings: new Map(), range } as const;
    await runReconciliationCommand({ ...deps, calls: { ...deps.calls, change } }, downloading, command);
    const listedRange = { from: range.fromDate, to: range.toDate };
    expect(records.map((record) => record.listedRange)).toEqual([listedRange, listedRange]);
  });

  it('sends the further tasks of a call before those that settle calls, which a crash between would lose', async () => {
    const others = Array.from({ length: 101 }, (_, n) => ({ recordingId: `other-${n}` }));
    const recordings = new Map(
      callIds.map((callId, n) => [callId, { callId, recordingId: 'r', ...(n === 1 && { others }) }]),
    );
    const { deps, sent } = makeWorker();
    let requests = 0;
    const sendDownloads: CommandDeps['sendDownloads'] = (tasks, priority) =>
      requests++ === 0 ? deps.sendDownloads(tasks, priority) : Promise.reject(new Error('crash'));
    const command = { type: 'send-downloads', callIds, recordings } as const;
    await expect(runReconciliationCommand({ ...deps, sendDownloads }, downloading, command)).rejects.toThrow(
      'crash',
    );
    expect(sent).toMatchObject([[{ callId: 'c-2', recordingId: 'other-100', isExtra: true }]]);

    await runReconciliationCommand(deps, downloading, command);
    expect(sent.slice(1).map((tasks) => tasks.map(({ isExtra }) => isExtra))).toEqual([
      [true],
      [undefined, undefined],
    ]);
  });
});
