import fc from 'fast-check';
import type { CallRecord } from '../call-record.ts';
import { CallSummary } from '../call-summary.ts';
import { apply, by, ended, missing, r1, started, stored } from '../test-call.ts';
import { play, steps } from '../test-steps.ts';
import { queueCall } from '../transitions/queue-call.ts';
import { changedHours } from './changed-hours.ts';
import { makeCallCounter } from './hour-counts.ts';
import { hourOf } from './hours.ts';

const countOf = (record: CallRecord | undefined): unknown => {
  const counter = makeCallCounter();
  if (record) counter.add(CallSummary.parse(record));
  return counter.list();
};

describe('changedHours', () => {
  it('names every hour in which a full count before and after the change differs, and no other', () => {
    fc.assert(
      fc.property(steps, (some) => {
        play(some, (before, next) => {
          const hours = changedHours(before, next);
          const was = before && hourOf(before.callTimestamp);
          const is = hourOf(next.callTimestamp);
          for (const hour of new Set([was, is].filter((one) => one !== undefined))) {
            const countBefore = was === hour ? countOf(before) : countOf(undefined);
            const countAfter = is === hour ? countOf(next) : countOf(undefined);
            expect(hours.includes(hour)).toBe(JSON.stringify(countBefore) !== JSON.stringify(countAfter));
          }
        });
      }),
      { numRuns: 500 },
    );
  });

  it('names both hours of a call whose start moves to another hour', () => {
    const moved: CallRecord = { ...missing, callTimestamp: '2026-01-15T09:59:59.999Z' };
    expect(changedHours(missing, moved)).toEqual(['2026-01-15T10:00:00.000Z', '2026-01-15T09:00:00.000Z']);
  });

  it('names no hour for a call that is only queued, and its hour when it is stored', () => {
    const queued = apply(missing, queueCall(r1, undefined, by()));
    expect(changedHours(missing, queued)).toEqual([]);
    expect(changedHours(queued, apply(queued, stored()))).toEqual(['2026-01-15T10:00:00.000Z']);
    expect(changedHours(undefined, apply(undefined, started))).toEqual(['2026-01-15T10:00:00.000Z']);
    expect(changedHours(apply(undefined, started), apply(undefined, started, ended))).toEqual([]);
  });
});
