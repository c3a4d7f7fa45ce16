import { CallId, TenantId, type Timestamp, timestampOf } from '@recordings/call-record';
import { PRIORITY_RANK, type Priority } from '@recordings/reconciliation';
import fc from 'fast-check';
import { sortByUrgency } from './sort-by-urgency.ts';

type Call = Parameters<typeof sortByUrgency>[0][number] & { readonly isFailing: boolean };

const MINUTE_MS = 60_000;
const tenantId = TenantId.parse('acme');
const instant = (max: number) => fc.nat(max).map((minutes) => timestampOf(minutes * MINUTE_MS));

const call: fc.Arbitrary<Call> = fc.record({
  tenantId: fc.constant(tenantId),
  callId: fc.uuid().map((id) => CallId.parse(id)),
  callTimestamp: instant(5),
  lastReconciliationAt: fc.option(instant(5), { nil: undefined }),
  recoverableUntil: instant(5),
  priority: fc.constantFrom<Priority>('high', 'normal', 'low'),
  isFailing: fc.boolean(),
});
const calls = fc.uniqueArray(call, { selector: ({ callId }) => callId, maxLength: 40 });
const limit = fc.integer({ min: 1, max: 8 });

const wasAsked = ({ lastReconciliationAt }: Call): boolean => lastReconciliationAt !== undefined;

const base: Call = {
  tenantId,
  callId: CallId.parse('c'),
  callTimestamp: timestampOf(5),
  lastReconciliationAt: timestampOf(5),
  recoverableUntil: timestampOf(5),
  priority: 'normal',
  isFailing: false,
};

describe('sortByUrgency', () => {
  it.each<[string, Partial<Call>]>([
    ['has a higher priority', { priority: 'high' }],
    ['was never tried', { lastReconciliationAt: undefined }],
    ['was tried earlier', { lastReconciliationAt: timestampOf(4) }],
    ['is deleted sooner by OCP', { recoverableUntil: timestampOf(4) }],
    ['started earlier', { callTimestamp: timestampOf(4) }],
    ['is of a tenant whose id sorts first', { tenantId: TenantId.parse('abc') }],
    ['has a call id that sorts first', { callId: CallId.parse('b') }],
  ])('puts a call first that %s, if all that is compared before is equal', (_, over) => {
    const first: Call = { ...base, ...over };
    expect(sortByUrgency([base, first])).toEqual([first, base]);
    expect(sortByUrgency([first, base])).toEqual([first, base]);
  });

  it('sorts calls by priority first', () => {
    fc.assert(
      fc.property(calls, limit, (pending, max) => {
        const sorted = sortByUrgency(pending);
        const [taken, waiting] = [sorted.slice(0, max), sorted.slice(max)];
        expect(new Set(sorted)).toEqual(new Set(pending));
        for (const late of waiting) {
          for (const early of taken) {
            expect(PRIORITY_RANK[early.priority]).toBeLessThanOrEqual(PRIORITY_RANK[late.priority]);
          }
        }
      }),
    );
  });

  it('within a priority sorts calls never tried first, and of these those that OCP deletes sooner', () => {
    fc.assert(
      fc.property(calls, (pending) => {
        const sorted = sortByUrgency(pending);
        sorted.slice(1).forEach((later, at) => {
          const earlier = sorted[at]!;
          if (earlier.priority !== later.priority) return;
          expect([wasAsked(earlier), wasAsked(later)]).not.toEqual([true, false]);
          if (wasAsked(later)) return;
          expect(earlier.recoverableUntil <= later.recoverableUntil).toBe(true);
        });
      }),
    );
  });

  it('gives every call its turn, even if others of its priority always fail', () => {
    fc.assert(
      fc.property(calls, limit, (given, max) => {
        let pending: readonly Call[] = given.map((one) => ({ ...one, priority: 'normal' as const }));
        const enough = Math.ceil(pending.length / max);
        for (let run = 1; run <= enough; run += 1) {
          // Calls that fail are due again in the next run; the others are stored.
          const askedAt: Timestamp = timestampOf((10 + run) * MINUTE_MS);
          const taken = new Set(sortByUrgency(pending).slice(0, max));
          pending = pending
            .filter((one) => !taken.has(one) || one.isFailing)
            .map((one) => (taken.has(one) ? { ...one, lastReconciliationAt: askedAt } : one));
        }
        expect(pending.filter(({ isFailing }) => !isFailing)).toEqual([]);
      }),
    );
  });

  it('gives the same order for any order of its input, and leaves the input unchanged', () => {
    fc.assert(
      fc.property(calls, (pending) => {
        const given = Object.freeze([...pending]);
        expect(sortByUrgency([...given].reverse())).toEqual(sortByUrgency(given));
      }),
    );
  });
});
