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
    ['is unknown', undefined],
    ['is in the future', hour(101)],
    ['is a year ahead', hour(9_000)],
    ['is days after its start', hour(25)],
    ['is days before its start', hour(-25)],
  ])('has the assumed length if its end %s', (_, endedAt) => {
    expect(spanOf(claimed({ endedAt }), now)).toEqual({ startedAt: hour(0), endedAt: hour(4) });
    expect(spanOf(claimed({ endedAt }), hour(2))).toEqual({ startedAt: hour(0), endedAt: hour(2) });
    expect(spanOf(claimed({ endedAt }), hour(-1))).toEqual({ startedAt: hour(0), endedAt: hour(0) });
  });

  it('covers both if its end is before its start', () => {
    const endedAt = hour(-0.001);
    expect(spanOf(claimed({ endedAt }), now)).toEqual({
      startedAt: endedAt,
      endedAt: hour(0),
      isUncertain: true,
    });
  });

  it.each([
    [
      'the range of the export that listed it',
      { startedBefore: hour(48) },
      hour(0),
      timestampOf(Date.parse(hour(48)) - 1),
    ],
    [
      'that range, if a clock that is years slow reports its end',
      { endedAt: hour(-200_000), startedBefore: hour(48) },
      hour(0),
      timestampOf(Date.parse(hour(48)) - 1),
    ],
    [
      'that range, if its end is more than a day behind it',
      { endedAt: hour(73), startedBefore: hour(48) },
      hour(0),
      timestampOf(Date.parse(hour(48)) - 1),
    ],
    [
      'that range, if it would end more hours later than a call is assumed to last',
      { endedAt: hour(52), startedBefore: hour(48) },
      hour(0),
      timestampOf(Date.parse(hour(48)) - 1),
    ],
    ['the hours before its end', { endedAt: hour(30), startedBefore: hour(48) }, hour(26), hour(30)],
    ['the hours around its first report', {}, hour(-4), hour(4)],
    ['the same without its future end', { endedAt: hour(101) }, hour(-4), hour(4)],
  ])('without a reported start is %s', (_, over, startedAt, endedAt) => {
    expect(spanOf(claimed({ isStartProvisional: true, ...over }), now)).toEqual({
      startedAt,
      endedAt,
      isUncertain: true,
    });
  });
});
