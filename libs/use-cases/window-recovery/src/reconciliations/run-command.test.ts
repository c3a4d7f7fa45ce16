import { CallId } from '@recordings/call-record';
import type { DownloadingReconciliation } from '@recordings/reconciliation';
import { type CommandDeps, runReconciliationCommand } from './run-command.ts';

describe('runReconciliationCommand', () => {
  it('records the export job at each call before it sends the downloads', async () => {
    const callIds = ['c-1', 'c-2'].map((id) => CallId.parse(id));
    const steps: string[] = [];
    const deps = {
      calls: { change: async ({ callId }: { callId: CallId }) => void steps.push(`record ${callId}`) },
      sendDownloads: async (_: unknown, priority: string) => void steps.push(`send ${priority}`),
      registry: { findGroup: () => undefined },
      now: () => undefined,
    } as unknown as CommandDeps;
    const exportCompletedAt = '2026-01-15T12:00:00.000Z';
    const reconciliation = { phase: 'downloading', priority: 'high', exportCompletedAt };
    const calls = Object.fromEntries(callIds.map((id) => [id, { recordingId: 'r', declared: {} }]));
    await runReconciliationCommand(
      deps,
      { ...reconciliation, calls } as unknown as DownloadingReconciliation,
      { type: 'send-downloads', callIds, recordings: new Map() },
    );
    expect(steps).toEqual(['record c-1', 'record c-2', 'send high']);
  });
});
