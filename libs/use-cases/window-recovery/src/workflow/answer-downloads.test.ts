import { ReconciliationId } from '@recordings/call-record';
import type { CallOutcome, ExportSlot, Reconciliation } from '@recordings/reconciliation';
import { intendedBy, now, shared } from '../../test/drive-fixture.ts';
import { answerDownloads } from './answer-downloads.ts';

type AnswerDeps = Parameters<typeof answerDownloads>[0];

const windowWith = (outcomes: readonly CallOutcome['outcome'][], over: object = {}): Reconciliation =>
  ({
    ...{ reconciliationId: ReconciliationId.parse('r-1'), groupId: shared, phase: 'downloading' },
    downloadToken: 'token-1',
    calls: Object.fromEntries(outcomes.map((outcome, at) => [`c-${at}`, { startedAt: now, outcome }])),
    ...over,
  }) as Reconciliation;

const held: ExportSlot = { slotId: 'r-1', revision: 1, job: intendedBy('acme') };
const empty: ExportSlot = { slotId: 'r-1', revision: 2 };

/** @returns what the execution hears. */
const answer = async (window: Reconciliation, slot?: ExportSlot): Promise<readonly unknown[]> => {
  const heard: unknown[] = [];
  const deps = {
    ocpHost: 'ocp.example',
    exportGroups: { getSlot: async (_: unknown, slotId: string) => (slotId === 'r-1' ? slot : undefined) },
    workflow: {
      sendHeartbeat: async (token: string) => heard.push(['heartbeat', token]),
      succeedTask: async (token: string, output: object) => heard.push(['success', token, output]),
    },
  } as unknown as AnswerDeps;
  await answerDownloads(deps, window);
  return heard;
};

describe('an execution that waits for downloads', () => {
  it.each([
    ['a call has no result yet', windowWith(['stored', 'open']), empty],
    ['the listing is not read yet', windowWith(['open'], { phase: 'waiting' }), held],
    // The slot is freed when the whole listing is recorded, calls of no window too.
    ['a worker still records the listing', windowWith(['stored', 'stored']), held],
  ])('hears that they go on while %s', async (_, window, slot) => {
    expect(await answer(window, slot)).toEqual([['heartbeat', 'token-1']]);
  });

  it.each([
    ['is empty', empty],
    ['was removed', undefined],
  ])('hears the results once each call has one and the slot %s', async (_, slot) => {
    const output = { status: 'SUCCESS', stored: 2, notFound: 1, failed: 1 };
    const window = windowWith(['stored', 'not-found', 'stored', 'failed']);
    expect(await answer(window, slot)).toEqual([['success', 'token-1', output]]);
  });

  it.each([
    ['has no token yet', windowWith(['stored'], { downloadToken: undefined })],
    ['is closed', windowWith(['stored'], { phase: 'closed' })],
  ])('hears nothing of a window that %s', async (_, window) => {
    expect(await answer(window)).toEqual([]);
  });
});
