import { CallId } from '@recordings/call-record';
import { minute, omilia } from '../planning/test-exports.ts';
import { type CallTime, listCoveredCalls } from './list-covered-calls.ts';

const callId = CallId.parse('c-1');
const range = { fromDate: minute(0), toDate: minute(60) };
const isCovered = (
  call: CallTime,
  selectsBy: 'start' | 'end' | 'unknown',
  keptSince = minute(-60),
): boolean =>
  listCoveredCalls(range, new Map([[callId, call]]), { ...omilia, selectsBy }, keptSince).has(callId);

describe('listCoveredCalls', () => {
  it.each([
    ['start', 5, 10, true],
    ['start', 55, 65, true],
    ['start', -5, 5, false],
    ['end', 55, 65, false],
    ['end', -5, 5, true],
    ['unknown', 55, 65, false],
    ['unknown', -5, 5, false],
    ['unknown', 5, 10, true],
  ] as const)('if OCP selects by %s: a call from minute %d to %d: %s', (selectsBy, start, end, expected) => {
    expect(isCovered({ startedAt: minute(start), endedAt: minute(end) }, selectsBy)).toBe(expected);
  });

  it('leaves out a call without an end unless OCP selects by the start', () => {
    expect(isCovered({ startedAt: minute(5) }, 'start')).toBe(true);
    expect(isCovered({ startedAt: minute(5) }, 'unknown')).toBe(false);
  });

  it('leaves out a call that OCP has deleted', () => {
    expect(isCovered({ startedAt: minute(5) }, 'start', minute(5))).toBe(true);
    expect(isCovered({ startedAt: minute(5) }, 'start', minute(6))).toBe(false);
  });
});
