import type { Orchestrator } from '@recordings/call-record';
import type { Range, StoryOcp } from '../story/start-story-ocp.ts';

/**
 * What is wrong with the export jobs of a lane, as sentences. By messages a group has one running job.
 *
 * Under Step Functions a window asks for one job. After a lost answer it takes any job of its range, which may be that of another
 * window of the hour. So a window that asked twice shows only in the number of jobs.
 */
export const judgeJobs = (
  orchestrator: Orchestrator,
  ocp: Pick<StoryOcp, 'mostRunning' | 'jobRanges'>,
  windows: readonly Range[],
): readonly string[] => {
  if (orchestrator === 'sqs') {
    const most = ocp.mostRunning();
    return most > 1 ? [`${most} export jobs of one group ran at once`] : [];
  }
  const jobs = Map.groupBy(ocp.jobRanges(), ({ fromDate, toDate }) => `${fromDate} to ${toDate}`);
  return [...jobs].flatMap(([name, alike]) => {
    const within = windows.filter((window) => isWithin(window, alike[0]!)).length;
    return alike.length > within ? [`export jobs of ${name}: ${alike.length}, windows: ${within}`] : [];
  });
};

const isWithin = (window: Range, range: Range): boolean =>
  window.fromDate >= range.fromDate && window.toDate <= range.toDate;
