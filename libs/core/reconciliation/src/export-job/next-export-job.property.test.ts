import { epochMsOf, shifted } from '@recordings/call-record';
import fc from 'fast-check';
import { acme, MINUTE_MS, minute, policy, waitingWindow } from '../planning/test-exports.ts';
import { ExportJob } from './export-job.ts';
import type { ExportPolicy } from './export-policy.ts';
import { intendExport } from './intend-export.ts';
import { nextExportJob } from './next-export-job.ts';
import { ofLastCreate, type TestEvent } from './test-export-job.ts';

const { reconciliationId } = waitingWindow('r-1', [0, 0, 0]);
const intended = intendExport(
  'e-1',
  { tenantId: acme, fromDate: minute(0), toDate: minute(60), reconciliationIds: [reconciliationId] },
  minute(60),
);

const statuses = ['CREATED', 'IN_PROGRESS', 'COMPLETED', 'FAILED', 'EXPIRED', 'ABSENT', 'UNKNOWN'] as const;
/** Poll numbers are relative to the one that is due: 0 fits, anything else came late or is forged. */
const offset = fc.constantFrom(0, 0, 0, 0, -1, -2, 1);
const event: fc.Arbitrary<(due: number) => TestEvent> = fc.oneof(
  fc.constant(() => ({ type: 'job-created', jobId: 'job-1' }) as const),
  fc.constant(() => ({ type: 'slot-busy' }) as const),
  fc.boolean().map((isRetryable) => () => ({ type: 'create-failed', isRetryable, message: 'no' }) as const),
  fc.tuple(fc.constantFrom('IN_PROGRESS' as const, 'IN_PROGRESS' as const, ...statuses), offset).map(
    ([status, by]) =>
      (due: number) =>
        ({ type: 'status-seen', number: due + by, status, message: 'x' }) as const,
  ),
  fc.tuple(offset, fc.boolean()).map(
    ([by, isOverloaded]) =>
      (due: number) =>
        ({ type: 'status-unreadable', number: due + by, isOverloaded }) as const,
  ),
  fc.constant(() => ({ type: 'results-throttled' }) as const),
  fc.constant(() => ({ type: 'nudged' }) as const),
  fc.constant(() => ({ type: 'tenant-removed' }) as const),
  fc.constant(() => ({ type: 'delivered' }) as const),
  fc.constant(() => ({ type: 'results-gone', message: 'gone' }) as const),
  fc.constant(() => ({ type: 'still-delivering', since: minute(60) }) as const),
);
const steps = fc.array(fc.tuple(event, fc.nat(20 * MINUTE_MS)), { maxLength: 40 });
const policies: fc.Arbitrary<ExportPolicy> = fc.record({
  pollDelayMs: fc.constantFrom(0, 1_000, 5 * MINUTE_MS),
  pollDelayGrowth: fc.constantFrom(1, 1.5, 10),
  maxPollDelayMs: fc.constantFrom(MINUTE_MS, 15 * MINUTE_MS),
  maxPolls: fc.integer({ min: 1, max: 8 }),
  pollRetryDelaysMs: fc.array(fc.nat(1_000), { maxLength: 3 }),
  failedPollDelayMs: fc.nat(MINUTE_MS),
  maxTotalMs: fc.constantFrom(MINUTE_MS, 10_000 * MINUTE_MS),
  jobLifeMs: fc.constantFrom(MINUTE_MS, 60 * MINUTE_MS, 10_000 * MINUTE_MS),
  busyDelayMs: fc.nat(1_000),
  createRetryDelaysMs: fc.array(fc.nat(1_000), { maxLength: 3 }),
  overloadedCreateDelaysMs: fc.array(fc.nat(1_000), { maxLength: 3 }),
  listingRetryDelaysMs: fc.array(fc.nat(1_000), { maxLength: 3 }),
  createLeaseMs: fc.constantFrom(1, MINUTE_MS),
  overdueAfterMs: fc.constantFrom(0, MINUTE_MS),
});

const successors: Record<ExportJob['phase'], readonly ExportJob['phase'][]> = {
  intended: ['intended', 'created', 'failed', 'expired'],
  created: ['created', 'polling', 'exported', 'failed', 'expired'],
  polling: ['polling', 'exported', 'failed', 'expired'],
  exported: ['exported', 'failed', 'expired'],
  failed: ['failed'],
  expired: ['expired'],
};
/** In which phases a command makes sense, once the state is written. */
const phasesOf = {
  'create-job': ['intended'],
  'check-group': ['intended', 'exported'],
  'send-poll': ['created', 'polling'],
  'deliver-results': ['exported'],
  'close-reconciliations': ['polling', 'failed', 'expired'],
  'free-slot': ['exported', 'failed', 'expired'],
} as const;
const dueOf = (job: ExportJob): number => ('pollNumber' in job ? job.pollNumber : 1);

describe('any sequence of events', () => {
  it('moves an export job along its phases only, with commands that fit, and never throws', () => {
    fc.assert(
      fc.property(steps, policies, (some, rule) => {
        let job = intended;
        let now = minute(60);
        for (const [eventOf, passesMs] of some) {
          now = shifted(now, passesMs);
          const { job: next, commands } = nextExportJob(
            job,
            ofLastCreate(job, eventOf(dueOf(job))),
            now,
            rule,
          );
          expect(ExportJob.safeParse(JSON.parse(JSON.stringify(next)))).toEqual({
            success: true,
            data: next,
          });
          // A job whose success is doubted may still run: it is polled again if its listing cannot be read.
          const isDoubted = job.phase === 'exported' && job.doubt !== undefined;
          expect([...successors[job.phase], ...(isDoubted ? ['polling'] : [])]).toContain(next.phase);
          expect(next).toMatchObject({ exportId: 'e-1', fromDate: minute(0), toDate: minute(60) });
          if (next.phase === 'intended') expect(next.posts).toBeGreaterThanOrEqual(0);
          if ('pollNumber' in job && 'pollNumber' in next) {
            expect([job.pollNumber, job.pollNumber + 1]).toContain(next.pollNumber);
          }
          for (const command of commands) {
            expect(phasesOf[command.type]).toContain(next.phase);
            if (command.type !== 'send-poll') continue;
            expect(command.number).toBe(dueOf(next));
            expect(command.delayMs).toBeLessThanOrEqual(rule.maxPollDelayMs);
          }
          job = next;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('closes the reconciliations of a job with every poll since it gave them up, and never before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), policies, (polls, rule) => {
        let { job } = nextExportJob(intended, { type: 'job-created', jobId: 'job-1' }, minute(60), rule);
        let hasClosed = false;
        for (let number = 1; number <= polls; number += 1) {
          const next = nextExportJob(
            job,
            { type: 'status-seen', number, status: 'IN_PROGRESS', message: '' },
            minute(60 + number * 5),
            rule,
          );
          const closes = next.commands.filter(({ type }) => type === 'close-reconciliations').length;
          if (next.job.phase === 'expired') {
            const ageMs = number * 5 * MINUTE_MS;
            expect(ageMs).toBeGreaterThanOrEqual(Math.max(rule.maxTotalMs, rule.jobLifeMs));
            expect(next.commands.map(({ type }) => type)).toEqual(['close-reconciliations', 'free-slot']);
            return;
          }
          expect(closes).toBe(next.job.phase === 'polling' && next.job.isAbandoned ? 1 : 0);
          hasClosed ||= closes > 0;
          expect(next.commands.at(-1)).toMatchObject({ type: 'send-poll', number: number + 1 });
          job = next.job;
        }
        if (polls >= rule.maxPolls) expect(hasClosed).toBe(true);
      }),
    );
  });
});

describe('polls that get lost, doubled and delayed', () => {
  type Message = { readonly number: number; readonly atMs: number };

  it('still end the job, with one poll per number at most', () => {
    const fate = fc.constantFrom('lost', 'once', 'once', 'twice', 'late');
    fc.assert(
      fc.property(fc.infiniteStream(fate), fc.integer({ min: 0, max: 300 }), (fates, doneAfterMinutes) => {
        const fateOf = fates[Symbol.iterator]();
        const seen = new Set<number>();
        const created = nextExportJob(intended, { type: 'job-created', jobId: 'job-1' }, minute(60), policy);
        let { job } = created;
        let messages: Message[] = [];
        const send = (commands: typeof created.commands, nowMs: number): void => {
          for (const command of commands) {
            if (command.type !== 'send-poll') continue;
            const one = { number: command.number, atMs: nowMs + command.delayMs };
            const how = fateOf.next().value;
            if (how === 'late') messages.push({ ...one, atMs: one.atMs + 10 * MINUTE_MS });
            else if (how === 'twice') messages.push(one, one);
            else if (how === 'once') messages.push(one);
          }
        };
        send(created.commands, epochMsOf(minute(60)));
        // Every minute the watchdog looks, then what is due arrives.
        for (let at = 61; job.phase === 'created' || job.phase === 'polling'; at += 1) {
          if (at > 3_000) throw new Error('the job never ends');
          const nudge = nextExportJob(job, { type: 'nudged' }, minute(at), policy);
          job = nudge.job;
          send(nudge.commands, epochMsOf(minute(at)));
          const due = messages.filter(({ atMs }) => atMs <= epochMsOf(minute(at)));
          messages = messages.filter(({ atMs }) => atMs > epochMsOf(minute(at)));
          for (const { number } of due) {
            const status = at - 60 >= doneAfterMinutes ? 'COMPLETED' : 'IN_PROGRESS';
            const next = nextExportJob(
              job,
              { type: 'status-seen', number, status, message: '' },
              minute(at),
              policy,
            );
            if (next.job === job) continue;
            expect(seen).not.toContain(number);
            seen.add(number);
            job = next.job;
            send(next.commands, epochMsOf(minute(at)));
          }
        }
        expect(job.phase).toBe('exported');
      }),
      { numRuns: 100 },
    );
  });
});
