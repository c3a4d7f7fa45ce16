import { GroupId, TenantId, type Timestamp } from '@recordings/call-record';
import { MAX_COLUMNS } from '../../../output/render-table.ts';
import type { ExportsOfGroup, JobInSlot } from './read-exports.ts';
import { renderExports } from './render-exports.ts';

const NOON: Timestamp = '2026-06-15T12:00:00.000Z';
const LATER: Timestamp = '2026-06-15T13:59:59.000Z';
const render = (groups: readonly ExportsOfGroup[]): string => renderExports(groups, LATER);
const groupOf = (name: string, more: Partial<ExportsOfGroup> = {}): ExportsOfGroup => ({
  ...{ group: GroupId.parse(name), slots: 1, jobs: [], windowsWaiting: 0, held: [], unreadable: 0 },
  ...more,
});
const jobOf = (more: Partial<JobInSlot>): JobInSlot => ({
  ...{ slotId: 'slot-1', tenant: TenantId.parse('acme'), phase: 'intended', windows: 1 },
  ...{ from: NOON, to: NOON, since: NOON, ...more },
});

describe('renderExports', () => {
  it('counts idle groups, and gives a busy one a row with its slot', () => {
    const busy = groupOf('Acme_EN', { jobs: [jobOf({})] });
    expect(
      render([groupOf('A'), busy, groupOf('B')])
        .split('\n')
        .slice(1),
    ).toEqual([
      'Acme_EN           1 of 1    0                 acme          to be created for 119 min, 1 window',
      '2 groups have no job and no window that waits.',
    ]);
  });

  it('shows a group whose windows wait while no job runs', () => {
    const waiting = groupOf('Acme_EN', { windowsWaiting: 3, waitingSince: NOON });
    expect(render([waiting])).toMatch(/Acme_EN +0 of 1 +3 for 119 min +no job yet/);
  });

  it('says that items cannot be read, and names the group once', () => {
    const jobs = [jobOf({ phase: 'exported', jobId: 'j-1' }), jobOf({ phase: 'created', jobId: 'j-2' })];
    const text = render([groupOf('Acme_EN', { slots: 'unbounded', jobs, unreadable: 2 })]);
    expect(text).toContain('2 used');
    expect(text).toContain('is listed for 119 min, 1 window: j-1');
    expect(text).toContain('runs for 119 min, 1 window: j-2');
    expect(text).toContain('2 items cannot be read');
    expect(text.match(/Acme_EN/g)).toHaveLength(1);
  });

  it('says hours of a job that is old, and no negative time if a clock differs', () => {
    const group = groupOf('Acme_EN', { jobs: [jobOf({})] });
    expect(renderExports([group], '2026-06-17T12:30:00.000Z')).toContain('for 48 h,');
    expect(renderExports([group], '2026-06-15T11:00:00.000Z')).toContain('for 0 min,');
  });

  it('fits 100 columns with the longest names', () => {
    const long = groupOf('G'.repeat(60), {
      ...{ windowsWaiting: 100_000, waitingSince: NOON },
      jobs: [jobOf({ phase: 'polling', jobId: 'j'.repeat(80), windows: 12_345, isAbandoned: true })],
      held: [{ tenant: TenantId.parse('t'.repeat(40)), until: NOON }],
    });
    const widest = Math.max(
      ...render([long])
        .split('\n')
        .map((line) => line.length),
    );
    expect(widest).toBeLessThanOrEqual(MAX_COLUMNS);
  });
});
