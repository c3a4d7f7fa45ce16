import type { ExportJob, ExportSlot } from '@recordings/reconciliation';
import { intendedBy, makeWorker, now, shared } from '../../test/drive-fixture.ts';
import { holdsJob } from '../exports/export-ref.ts';
import { freeDrivenSlot } from './driven-slot.ts';

const created = { jobId: 'job-1', createdAt: now, pollNumber: 2, pollDueAt: now, isAbandoned: false };
const polling = { ...created, phase: 'polling' };

/** @returns the slots that were removed, and what the slot `single` then says of the tenant. */
const free = async (over: object) => {
  const slot: ExportSlot = {
    slotId: 'r-1',
    revision: 1,
    job: intendedBy('acme', over as Partial<ExportJob>),
  };
  const removed: string[] = [];
  const { deps, slotOf } = makeWorker({ slots: [slot] });
  const exportGroups = {
    ...deps.exportGroups,
    removeSlot: async (_: unknown, id: string) => removed.push(id),
  };
  if (!holdsJob(slot)) throw new Error('the slot holds no job');
  await freeDrivenSlot({ ...deps, exportGroups } as unknown as typeof deps, shared, slot);
  return { removed, share: Object.values(slotOf('single')?.shares ?? {})[0] };
};

describe('the slot of a window that an execution drove', () => {
  it.each([
    ['failed', { phase: 'failed', status: 'FAILED_EXPORT_ERROR', reason: 'disk full', isAboutTheJob: false }],
    ['expired', { phase: 'expired', reason: 'gone' }],
  ])('is removed, and its tenant held back, if its job %s', async (_, over) => {
    const { removed, share } = await free({ ...created, ...over, failedAt: now });
    expect(removed).toEqual(['r-1']);
    expect(share).toMatchObject({ failures: 1 });
  });

  it.each([
    ['still runs', polling],
    ['was never created', {}],
  ])('is removed without a word on its tenant if its job %s', async (_, over) => {
    expect(await free(over)).toEqual({ removed: ['r-1'], share: undefined });
  });
});
