import { minute, policy } from '../planning/test-exports.ts';
import type { ExportJob } from './export-job.ts';
import type { ExportJobEvent } from './export-job-step.ts';
import { created, expired, exported, failed, intended, polling, posted, step } from './test-export-job.ts';

const removed: ExportJobEvent = { type: 'tenant-removed' };
const lifeMinutes = policy.jobLifeMs / 60_000;
const kindsAfter = (job: ExportJob, now: ReturnType<typeof minute>) => {
  const { job: next, commands } = step(job, removed, now);
  return [next.phase, commands.map(({ type }) => type)];
};
const closing = ['close-reconciliations', 'free-slot'];

describe('a job whose tenant no longer has the group', () => {
  it.each([
    ['posted', posted, 61],
    ['created', created, 60],
    ['polling', polling, 60],
  ] as const)('keeps its slot while it may run at OCP, and gives it back after that: %s', (_, job, since) => {
    expect(step(job, removed, minute(since + lifeMinutes - 1))).toEqual({ job, commands: [] });
    expect(kindsAfter(job, minute(since + lifeMinutes))).toEqual(['expired', closing]);
  });

  it('gives its slot back at once if no POST was sent, or if OCP has finished', () => {
    expect(kindsAfter(intended, minute(60))).toEqual(['expired', closing]);
    expect(kindsAfter(exported, minute(74))).toEqual(['expired', closing]);
    expect(kindsAfter(failed, minute(74))).toEqual(['failed', closing]);
    expect(kindsAfter(expired, minute(74))).toEqual(['expired', closing]);
  });
});
