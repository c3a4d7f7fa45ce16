import { CallId, GroupId, TenantId, timestampOf } from '@recordings/call-record';
import fc from 'fast-check';
import { sortCalls } from './sort-calls.ts';
import type { WindowCall } from './window-call.ts';

const call: fc.Arbitrary<WindowCall> = fc.record({
  tenantId: fc.constantFrom('t1', 't10', 't2', 'Ñ').map((id) => TenantId.parse(id)),
  groupId: fc.constantFrom('g1', 'g2', 'G1').map((id) => GroupId.parse(id)),
  callId: fc.uuid().map((id) => CallId.parse(id)),
  callTimestamp: fc.nat(3).map((ms) => timestampOf(ms)),
});
const calls = fc.uniqueArray(call, { selector: ({ callId }) => callId, maxLength: 30 });
const orderOf = (one: WindowCall): string[] => [one.tenantId, one.groupId, one.callTimestamp, one.callId];

describe('sortCalls', () => {
  it('sorts by tenant, group, time and call id, as text', () => {
    fc.assert(
      fc.property(calls, (some) => {
        const groups = sortCalls(some);
        const sorted = groups.flat().map(({ call: own }) => own);
        sorted.slice(1).forEach((later, at) => {
          const [a, b] = [orderOf(sorted[at]!), orderOf(later)];
          const differs = a.findIndex((part, n) => part !== b[n]);
          expect(a[differs]! < b[differs]!).toBe(true);
        });
        expect(new Set(sorted)).toEqual(new Set(some));
        expect(sorted).toHaveLength(some.length);
      }),
    );
  });

  it('gives the calls of each group by themselves, with their starts in milliseconds', () => {
    const groupOf = ({ tenantId, groupId }: WindowCall): string => `${tenantId}/${groupId}`;
    fc.assert(
      fc.property(calls, (some) => {
        const groups = sortCalls(some);
        expect(groups).toHaveLength(new Set(some.map(groupOf)).size);
        for (const group of groups) {
          expect(new Set(group.map(({ call: own }) => groupOf(own))).size).toBe(1);
          for (const { startMs, call: own } of group) expect(timestampOf(startMs)).toBe(own.callTimestamp);
        }
      }),
    );
  });

  it('gives the same order for any order of its input, and leaves the input unchanged', () => {
    fc.assert(
      fc.property(calls, (some) => {
        const given = Object.freeze([...some]);
        expect(sortCalls([...given].reverse())).toEqual(sortCalls(given));
      }),
    );
  });
});
