import { GroupId, itemBytes, MAX_ITEM_BYTES, ReconciliationId, TenantId } from '@recordings/call-record';
import fc from 'fast-check';
import { MAX_WINDOWS_OF_A_JOB, planNextExport } from '../planning/plan-export.ts';
import { minute, omilia, waitingWindow } from '../planning/test-exports.ts';
import { WaitingWindow } from '../planning/waiting-window.ts';
import { endTurn } from './end-turn.ts';
import type { ExportSlot } from './export-group.ts';
import type { ExportJob } from './export-job.ts';
import type { ExportJobEvent } from './export-job-step.ts';
import { intendExport } from './intend-export.ts';
import { after, nudged, status, type TestEvent, turnEnds } from './test-export-job.ts';

const LONGEST_ID = 128;
const idOf = (n: number) => ReconciliationId.parse(`${n}-`.padEnd(LONGEST_ID, 'x'));
/** More windows of one hour than a job may serve. */
const windows = Array.from(
  { length: MAX_WINDOWS_OF_A_JOB + 500 },
  (_, n): WaitingWindow => ({ ...waitingWindow('r', [0, 10, 20]), reconciliationId: idOf(n) }),
);

const planOf = () => {
  const next = planNextExport(windows, omilia, minute(10_000));
  if (next.kind !== 'ready') throw new Error('no plan');
  return next.plan;
};

/** Tenants that share the group, each with all that a slot remembers of one. */
const shares = Object.fromEntries(
  Array.from({ length: 100 }, (_, n) => [
    TenantId.parse(`${n}-`.padEnd(256, 'x')),
    {
      servedAtRevision: n,
      mergeLimit: 2,
      failures: 9,
      heldUntil: minute(1),
      refusedCredentials: 'a'.repeat(12),
      rangeLimit: { minutes: 30, since: minute(1) },
    },
  ]),
);

describe('an export job', () => {
  it('serves 2,000 windows at most, and leaves the others to the next job', () => {
    const plan = planOf();
    expect(plan.reconciliationIds).toHaveLength(MAX_WINDOWS_OF_A_JOB);
    const left = windows.filter(({ reconciliationId }) => !plan.reconciliationIds.includes(reconciliationId));
    expect(planNextExport(left, omilia, minute(10_000))).toMatchObject({ kind: 'ready' });
  });

  it('stays under 400 KB in its slot in every phase, with the longest ids and words of OCP', () => {
    const plan = planOf();
    const text = fc
      .tuple(fc.constantFrom('a', 'ñ', '語'), fc.nat(4_000))
      .map(([unit, times]) => unit.repeat(times));
    fc.assert(
      fc.property(text, text, (jobId, words) => {
        const sizes: number[] = [];
        const measure = (job: ExportJob): ExportJob => {
          const slot: ExportSlot & { job: ExportJob } = {
            slotId: 'single',
            job,
            shares,
            revision: 9,
            schemaVersion: 1,
          };
          sizes.push(itemBytes(slot), itemBytes(endTurn(slot, turnEnds)));
          return job;
        };
        const move = (job: ExportJob, event: TestEvent, at: number) => measure(after(job, event, minute(at)));
        const posted = move(intendExport('e-1', plan, minute(60)), nudged, 60);
        const created = move(posted, { type: 'job-created', jobId: jobId.slice(0, 512) }, 60);
        const unknown = move(created, { ...status(1, 'UNKNOWN'), message: words } as ExportJobEvent, 65);
        move(unknown, { ...status(2, 'FAILED'), message: words } as ExportJobEvent, 73);
        move(unknown, { ...status(2, 'EXPIRED'), message: words } as ExportJobEvent, 73);
        move(posted, { type: 'create-failed', isRetryable: false, message: words }, 61);
        const done = move(unknown, status(2, 'COMPLETED'), 73);
        move(done, { type: 'results-gone', message: words }, 74);
        expect(Math.max(...sizes)).toBeLessThan(MAX_ITEM_BYTES);
      }),
      { numRuns: 10 },
    );
  });

  it('leaves a window that waits small, because it names no call', () => {
    const ids = { tenantId: TenantId.parse('t'.repeat(256)), groupId: GroupId.parse('g'.repeat(256)) };
    const waiting = { ...windows[0]!, ...ids, priority: 'normal' as const, schemaVersion: 1, revision: 1 };
    expect(itemBytes(WaitingWindow.parse(waiting))).toBeLessThan(2_000);
  });
});
