import { TenantId, timestampOf } from '@recordings/call-record';
import { ExportJob } from '@recordings/reconciliation';
import type { HeldSlot } from '../exports/export-ref.ts';
import { endEventOf } from './end-window.ts';

const AT = timestampOf(Date.UTC(2026, 0, 15, 12));
const otherwise = { status: 'FAILED_PARALLEL_ERROR', reason: 'no listing' } as const;

const slotOf = (over: object): HeldSlot => ({
  slotId: 'r-1',
  revision: 1,
  job: ExportJob.parse({
    ...{ exportId: 'e-1', tenantId: TenantId.parse('acme'), fromDate: AT, toDate: AT, reconciliationIds: [] },
    ...{ intendedAt: AT, jobId: 'job-1', createdAt: AT, pollNumber: 7, pollDueAt: AT, isAbandoned: false },
    ...over,
  }),
});
const polling = (over: object = {}): HeldSlot => slotOf({ phase: 'polling', ...over });

describe('endEventOf', () => {
  it('takes the word of the state machine if the window never had a job', () => {
    expect(endEventOf(undefined, otherwise)).toEqual({ type: 'job-ended', ...otherwise });
  });

  it.each([
    [
      'failed',
      { phase: 'failed', status: 'FAILED_OCP_API_ERROR', isAboutTheJob: true },
      'FAILED_OCP_API_ERROR',
    ],
    ['expired', { phase: 'expired' }, 'FAILED_EXPORT_ERROR'],
  ])('takes the word of a job that %s', (_, over, status) => {
    const slot = slotOf({ ...over, reason: 'disk full', failedAt: AT });
    expect(endEventOf(slot, otherwise)).toMatchObject({ status, reason: 'disk full' });
  });

  it('says after how many polls a job still ran', () => {
    const said = endEventOf(polling(), { ...otherwise, status: 'FAILED_MAX_RETRIES' });
    expect(said).toMatchObject({
      status: 'FAILED_MAX_RETRIES',
      reason: `export job still ran after 6 polls since ${AT}`,
      polls: 6,
    });
  });

  it('says that the status was unknown if no poll gave a known one, or there was no listing then', () => {
    const unknown = { unknownStatus: 'PONDERING', unknownWord: 'PONDERING' };
    const status = 'FAILED_UNKNOWN_STATUS';
    const atLimit = { ...otherwise, status: 'FAILED_MAX_RETRIES' } as const;
    expect(endEventOf(polling(unknown), atLimit)).toMatchObject({ status });
    expect(endEventOf(polling({ ...unknown, isAbandoned: true }), otherwise)).toMatchObject({
      status,
    });
  });

  it('keeps why an execution ended while its job ran', () => {
    const stopped = { status: 'FAILED_UNEXPECTED_ERROR', reason: 'ABORTED' } as const;
    expect(endEventOf(polling({ unknownStatus: 'PONDERING' }), stopped)).toMatchObject(stopped);
  });
});
