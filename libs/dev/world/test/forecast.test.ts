import type { ExportConstraints } from '@recordings/call-record';
import { BACKLOG } from '../src/drain/drain-load.ts';
import { DRAIN_CONSTRAINTS } from '../src/drain/drain-settings.ts';
import { type PlayedDrain, playDrain } from '../src/drain/play-drain.ts';

const oneJobAWindow: ExportConstraints = {
  ...DRAIN_CONSTRAINTS,
  minRangeMinutes: 0,
  alignMinutes: 0,
  runningJobsPerGroup: 'unbounded',
};
const shortRanges: ExportConstraints = { ...DRAIN_CONSTRAINTS, maxRangeMinutes: 120 };

const CALLS = 60;
const play = (constraints: ExportConstraints, jobMinutes = BACKLOG.jobMinutes): Promise<PlayedDrain> =>
  playDrain({ ...BACKLOG, calls: CALLS, groups: 3, jobMinutes, constraints });

const sentOf = ({ requests }: PlayedDrain) => ({
  create: requests.get('ocp.createJob') ?? 0,
  poll: requests.get('ocp.jobStatus') ?? 0,
  list: requests.get('ocp.jobRecordings') ?? 0,
  download: requests.get('ocp.download') ?? 0,
});

describe('the plan of a dry run', () => {
  it.each([
    ['whole hours and one job a group', DRAIN_CONSTRAINTS],
    ['ranges of two hours', shortRanges],
    ['one job a window', oneJobAWindow],
  ])('names the jobs and requests that the recovery then needs, with %s', async (_, constraints) => {
    const played = await play(constraints);
    const { total, ...planned } = played.plan.ocpRequests;
    expect(played.stored).toBe(CALLS);
    expect(sentOf(played)).toEqual(planned);
    expect(total).toBe(Object.values(planned).reduce((sum, n) => sum + n, 0));
    const rangeOf = ({ groupId, fromDate, toDate }: { groupId: string; fromDate: string; toDate: string }) =>
      `${groupId} ${fromDate} ${toDate}`;
    expect(played.jobs.map(rangeOf).sort()).toEqual(played.plan.jobs.map(rangeOf).sort());
  });

  it('counts one poll of a job that is polled up to 6 times', async () => {
    const played = await play(DRAIN_CONSTRAINTS, 20);
    const { poll, ...planned } = played.plan.ocpRequests;
    expect(sentOf(played).poll).toBeGreaterThan(poll);
    expect(sentOf(played).poll).toBeLessThanOrEqual(6 * poll);
    expect(sentOf(played).create).toBe(planned.create);
    expect(sentOf(played).download).toBe(planned.download);
  });

  it('names a time that the recovery does not undercut', async () => {
    const { plan, drainMs } = await play(DRAIN_CONSTRAINTS);
    expect(drainMs / 60_000).toBeGreaterThanOrEqual(plan.minutesAtBudget);
  });
});
