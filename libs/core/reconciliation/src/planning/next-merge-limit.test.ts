import { ReconciliationId } from '@recordings/call-record';
import type { ExportJob } from '../export-job/export-job.ts';
import { after, expired, exported, failed, nudged, posted, refused } from '../export-job/test-export-job.ts';
import { nextMergeLimit } from './next-merge-limit.ts';
import { minute, policy } from './test-exports.ts';

const serving = (job: ExportJob, windows: number): ExportJob => ({
  ...job,
  reconciliationIds: Array.from({ length: windows }, (_, at) => ReconciliationId.parse(`r-${at}`)),
});
const rejected = after(posted, refused(false), minute(60));
const outage = policy.createRetryDelaysMs.reduce(
  (job) => after(job, refused(true), minute(60)),
  after(posted, refused(true), minute(60)),
);

describe('nextMergeLimit', () => {
  it.each([
    ['OCP failed it', failed],
    ['OCP refused it', rejected],
    ['its recordings could not be read', after(exported, nudged, minute(500))],
  ])('merges half as many windows after a job because %s, down to one', (_, job) => {
    expect([40, 5, 2, 1].map((windows) => nextMergeLimit(undefined, serving(job, windows)))).toEqual([
      20, 2, 1, 1,
    ]);
  });

  it('doubles after a success, until fewer windows wait than it allows', () => {
    expect(nextMergeLimit(1, serving(exported, 1))).toBe(2);
    expect(nextMergeLimit(2, serving(exported, 2))).toBe(4);
    expect(nextMergeLimit(4, serving(exported, 3))).toBeUndefined();
    expect(nextMergeLimit(undefined, serving(exported, 40))).toBeUndefined();
  });

  it('stays as it is after an outage or an expiry', () => {
    expect(outage).toMatchObject({ phase: 'failed', isAboutTheJob: false });
    for (const job of [outage, expired]) {
      expect(nextMergeLimit(undefined, serving(job, 8))).toBeUndefined();
      expect(nextMergeLimit(4, serving(job, 4))).toBe(4);
    }
  });
});
