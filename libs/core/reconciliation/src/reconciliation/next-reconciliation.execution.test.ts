import { listOpenCalls } from './call-outcome.ts';
import type { Reconciliation } from './reconciliation.ts';
import {
  after,
  c1,
  c2,
  claimed,
  claiming,
  commandsOf,
  exported,
  open,
  recordingOf,
  step,
} from './test-reconciliation.ts';

const driven: Reconciliation = { ...claiming, orchestrator: 'step-functions' };
const waiting = after(driven, claimed({ [c1]: open(10, 12), [c2]: open(14, 15) }), 61);
const downloading = after(waiting, exported([recordingOf(c1)]), 62);
const ended = { type: 'job-ended', status: 'FAILED_PARALLEL_ERROR', reason: 'no listing' } as const;
const leaseEnd = 62 + 120 + 30;

describe('a window that an execution drives', () => {
  it('starts the execution once its calls are claimed, again when the message comes again', () => {
    expect(commandsOf(driven, claimed({ [c1]: open(10, 12) }), 61)).toEqual(['start-execution']);
    expect(commandsOf(waiting, claimed({ [c1]: open(10, 12) }), 62)).toEqual(['start-execution']);
  });

  it('is closed without an execution if no call is left', () => {
    expect(after(driven, claimed({}), 61)).toMatchObject({ phase: 'closed' });
  });

  it('stays open although its listing names no call: the state machine ends it', () => {
    const listed = after(waiting, exported([]), 62);
    expect(listed).toMatchObject({ phase: 'downloading' });
    expect(listOpenCalls(listed.calls)).toEqual([]);
    expect(after(listed, { type: 'nudged' }, 63)).toBe(listed);
  });

  it('stays open after the deadline of its downloads', () => {
    expect(after(downloading, { type: 'nudged' }, leaseEnd - 1)).toBe(downloading);
  });

  it('is closed by its lease if its execution is lost', () => {
    expect(after(downloading, { type: 'nudged' }, leaseEnd + 1)).toMatchObject({
      phase: 'closed',
      reconciliationStatus: 'FAILED_PARALLEL_ERROR',
    });
    expect(after(waiting, { type: 'nudged' }, leaseEnd + 1)).toMatchObject({
      phase: 'closed',
      reconciliationStatus: 'FAILED_UNEXPECTED_ERROR',
    });
  });

  it('fails the downloads without a result when the state machine ends the wait', () => {
    const { reconciliation, commands } = step(downloading, ended, 70);
    expect(reconciliation).toMatchObject({
      phase: 'closed',
      reconciliationStatus: 'FAILED_PARALLEL_ERROR',
      calls: { [c1]: { outcome: 'failed', code: 'DOWNLOAD_DEADLINE' } },
    });
    expect(commands.map(({ type }) => type)).toContain('release-calls');
  });

  it('is ended by the same event before the listing was read, by what that says', () => {
    expect(after(waiting, ended, 70)).toMatchObject({
      reconciliationStatus: 'FAILED_PARALLEL_ERROR',
      calls: { [c1]: { outcome: 'failed', code: 'FAILED_PARALLEL_ERROR' } },
    });
  });

  it('goes on with its downloads when its job ends, if messages drive it', () => {
    const { orchestrator: _, ...byMessages } = downloading;
    expect(after(byMessages as Reconciliation, ended, 70)).toBe(byMessages);
  });
});
