import { HOUR_MS, makeCall, makeChat, NOON } from '../../test/make-call.ts';
import { type FaultKind, stepsOfFaults } from '../faults/fault-kind.ts';
import type { PlannedCall } from '../plan/planned-call.ts';
import { makeCallFacts } from '../script/call-facts.ts';
import { makeStory } from '../script/make-story.ts';
import { type ExportJob, statusAt } from './export-job.ts';
import { exportProfiles } from './export-profile.ts';
import { type Creation, makeExportJobs } from './make-export-jobs.ts';

const range = { from: NOON, to: NOON + HOUR_MS };

/** Jobs of 1,000 ms that live a minute, at a clock that the test moves. */
const makeJobs = (calls: PlannedCall[], profile: 'spec' | 'omilia', ...faults: FaultKind[]) => {
  const clock = { now: NOON + 2 * HOUR_MS };
  let made = 0;
  const now = () => clock.now;
  const steps = stepsOfFaults(new Set(faults), { busySlotMs: 5_000, latePushAfterMs: 0, pushOutageDays: 1 });
  const jobs = makeExportJobs({
    calls,
    profile: exportProfiles[profile],
    story: makeStory(steps, { now, onFired: () => undefined }),
    factsOf: makeCallFacts(calls),
    files: [],
    durationMs: 1_000,
    lifeMs: 60_000,
    now,
    newId: () => `job-${(made += 1)}`,
  });
  return { jobs, clock };
};

const created = (creation: Creation): ExportJob => {
  if (creation.kind !== 'created') throw new Error(`expected a job, got ${JSON.stringify(creation)}`);
  return creation.job;
};

const callIdsOf = ({ result }: ExportJob): string[] =>
  result.kind === 'failed' ? [] : result.recordings.map(({ callId }) => callId);

describe('makeExportJobs', () => {
  it("selects the group's recordings by the call's start in the half-open range", () => {
    const { jobs } = makeJobs(
      [
        makeCall(1, { startedAt: NOON - 1 }),
        makeCall(2, { startedAt: NOON }),
        makeCall(3, { startedAt: NOON + HOUR_MS - 1 }),
        makeCall(4, { startedAt: NOON + HOUR_MS }),
        makeCall(5, { group: { name: 'Support', accountId: '102' } }),
        makeChat(6),
      ],
      'spec',
    );
    expect(callIdsOf(created(jobs.create('Sales', range)))).toEqual(['call-2', 'call-3']);
  });

  it('silently loses the tail of an unaligned range in the omilia profile', () => {
    const tail = makeCall(2, { startedAt: NOON + HOUR_MS + 1 });
    const asked = { from: NOON, to: NOON + 1.5 * HOUR_MS };
    const unaligned = makeJobs([makeCall(1), tail], 'omilia');
    expect(callIdsOf(created(unaligned.jobs.create('Sales', asked)))).toEqual(['call-1']);
    const anyRange = makeJobs([makeCall(1), tail], 'spec');
    expect(callIdsOf(created(anyRange.jobs.create('Sales', asked)))).toEqual(['call-1', 'call-2']);
  });

  it('omits the recording of a call that has not ended', () => {
    const { jobs, clock } = makeJobs([makeCall(1)], 'spec');
    clock.now = NOON + 29_999;
    expect(callIdsOf(created(jobs.create('Sales', range)))).toEqual([]);
    clock.now = NOON + 30_000;
    expect(callIdsOf(created(jobs.create('Sales', range)))).toEqual(['call-1']);
  });

  it('runs one job a group at a time in the omilia profile, and another when that is done', () => {
    const { jobs, clock } = makeJobs([], 'omilia');
    const { exportJobId } = created(jobs.create('Sales', range));
    expect(jobs.create('Sales', range)).toEqual({ kind: 'busy', exportJobId });
    expect(jobs.create('Support', range).kind).toBe('created');
    clock.now += 1_000;
    expect(jobs.create('Sales', range).kind).toBe('created');
  });

  it('counts creates that were refused because of another job of the API, whichever tenant sent them', () => {
    const { jobs, clock } = makeJobs([], 'omilia');
    created(jobs.create('Sales', range));
    expect(jobs.collisions()).toBe(0);
    jobs.create('Sales', range);
    jobs.create('Support', range);
    expect(jobs.collisions()).toBe(1);
    clock.now += 1_000;
    created(jobs.create('Sales', range));
    expect(jobs.collisions()).toBe(1);
  });

  it('does not count creates that were refused because of a job of the console', () => {
    const { jobs } = makeJobs([], 'omilia', 'busy-slot');
    expect(jobs.create('Sales', range).kind).toBe('busy');
    expect(jobs.collisions()).toBe(0);
  });

  it('runs many jobs of a group at a time in the spec profile', () => {
    const { jobs } = makeJobs([], 'spec');
    for (let attempt = 0; attempt < 3; attempt += 1) created(jobs.create('Sales', range));
    expect(jobs.list('Sales')).toHaveLength(3);
  });

  it('is CREATED, IN_PROGRESS, COMPLETED and EXPIRED in the course of time', () => {
    const { jobs, clock } = makeJobs([], 'omilia');
    const job = created(jobs.create('Sales', range));
    const statusAfter = (ms: number): string => statusAt(job, clock.now + ms);
    expect([0, 199, 200, 999, 1_000, 60_999, 61_000].map(statusAfter)).toEqual([
      'CREATED',
      'CREATED',
      'IN_PROGRESS',
      'IN_PROGRESS',
      'COMPLETED',
      'COMPLETED',
      'EXPIRED',
    ]);
  });

  it("fails each group's first job under failed-job", () => {
    const { jobs, clock } = makeJobs([makeCall(1)], 'omilia', 'failed-job');
    const failed = created(jobs.create('Sales', range));
    clock.now += 1_000;
    expect(statusAt(failed, clock.now)).toBe('FAILED');
    expect(callIdsOf(created(jobs.create('Sales', range)))).toEqual(['call-1']);
    expect(created(jobs.create('Support', range)).result.kind).toBe('failed');
  });

  it('takes four times as long under slow-job', () => {
    const { jobs } = makeJobs([], 'spec', 'slow-job');
    expect(created(jobs.create('Sales', range)).durationMs).toBe(4_000);
  });

  it.each(['spec', 'omilia'] as const)(
    "finds each group's slot held by the console under busy-slot, in the %s profile",
    (profile) => {
      const { jobs, clock } = makeJobs([], profile, 'busy-slot');
      expect(jobs.create('Sales', range)).toEqual({ kind: 'busy', exportJobId: 'job-1' });
      expect(jobs.find('job-1')).toMatchObject({ madeBy: 'console', groupName: 'Sales' });
      clock.now += 4_999;
      expect(jobs.create('Sales', range).kind).toBe('busy');
      clock.now += 1;
      expect(jobs.create('Sales', range).kind).toBe('created');
    },
  );

  it('does not take the slot for a range that is refused', () => {
    const { jobs } = makeJobs([], 'omilia', 'busy-slot');
    expect(jobs.create('Sales', { from: NOON, to: NOON + 1 }).kind).toBe('refused');
    expect(jobs.list()).toEqual([]);
  });

  it('omits each lost recording from the first job that covers it under not-found, and exports it later', () => {
    const lost = makeCall(1, { pushFate: 'lost' });
    const { jobs } = makeJobs([lost, makeCall(2)], 'spec', 'not-found');
    const before = created(jobs.create('Sales', { from: NOON - HOUR_MS, to: NOON }));
    expect(before.result).toMatchObject({ recordings: [], notFound: [] });
    expect(created(jobs.create('Sales', range)).result).toMatchObject({
      recordings: [{ callId: 'call-2' }],
      notFound: ['call-1'],
    });
    expect(callIdsOf(created(jobs.create('Sales', range)))).toEqual(['call-1', 'call-2']);
  });

  it('does not count a failed job as one that covered the recording', () => {
    const { jobs } = makeJobs([makeCall(1, { pushFate: 'lost' })], 'spec', 'not-found', 'failed-job');
    expect(created(jobs.create('Sales', range)).result.kind).toBe('failed');
    expect(created(jobs.create('Sales', range)).result).toMatchObject({ notFound: ['call-1'] });
  });
});
