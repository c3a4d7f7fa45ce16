import { type CallClaim, timestampOf } from '@recordings/call-record';
import { spanOf } from './call-span.ts';

type Claimed = Extract<CallClaim, { kind: 'claimed' }>;

const HOUR_MS = 3_600_000;
const hour = (hours: number) => timestampOf(Date.UTC(2026, 0, 15, 10) + hours * HOUR_MS);
const now = hour(100);
const claimed = (over: Partial<Claimed>): Claimed => ({
  kind: 'claimed',
  startedAt: hour(0),
  isStartProvisional: false,
  ...over,
});

describe('the span of a call', () => {
  it('is from its start to its end', () => {
    expect(spanOf(claimed({ endedAt: hour(1) }), now)).toEqual({ startedAt: hour(0), endedAt: hour(1) });
  });

  it.each([
    ['is not known', undefined],
    ['lies in the future', hour(101)],
    ['lies a year ahead', hour(9_000)],
    ['lies days after its start', hour(25)],
    ['lies days before its start', hour(-25)],
  ])('is as long as calls get if its end %s', (_, endedAt) => {
    expect(spanOf(claimed({ endedAt }), now)).toEqual({ startedAt: hour(0), endedAt: hour(4) });
    expect(spanOf(claimed({ endedAt }), hour(2))).toEqual({ startedAt: hour(0), endedAt: hour(2) });
    expect(spanOf(claimed({ endedAt }), hour(-1))).toEqual({ startedAt: hour(0), endedAt: hour(0) });
  });

  it('reaches over both if its end is told before its start', () => {
    const endedAt = hour(-0.001);
    expect(spanOf(claimed({ endedAt }), now)).toEqual({
      startedAt: endedAt,
      endedAt: hour(0),
      isUncertain: true,
    });
  });

  it.each([
    [
      'the range of the export that told of it',
      { startedBefore: hour(48) },
      hour(0),
      timestampOf(Date.parse(hour(48)) - 1),
    ],
    ['the hours before its end', { endedAt: hour(30), startedBefore: hour(48) }, hour(26), hour(30)],
    ['the hours around the moment when we heard of it', {}, hour(-4), hour(4)],
    ['those, and no future end', { endedAt: hour(101) }, hour(-4), hour(4)],
  ])('is, if nobody told its start, %s', (_, over, startedAt, endedAt) => {
    expect(spanOf(claimed({ isStartProvisional: true, ...over }), now)).toEqual({
      startedAt,
      endedAt,
      isUncertain: true,
    });
  });
});
