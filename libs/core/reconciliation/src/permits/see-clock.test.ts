import { OcpBreakerOpenError } from '../ocp/errors.ts';
import { nextPermitDesk } from './next-permit-desk.ts';
import { EMPTY_DESK, type PermitCommand, type PermitDesk, type PermitEvent } from './permit-desk.ts';

const NOW_MS = Date.UTC(2026, 0, 15);
/** The clock was ahead by this, until an answer of AWS corrected it. */
const AHEAD_MS = 30 * 3_600_000;
const CLAIMED: Extract<PermitEvent, { type: 'claimed' }> = {
  type: 'claimed',
  departuresMs: [NOW_MS + AHEAD_MS + 100],
  isPartial: false,
  isTrial: false,
  tookMs: -AHEAD_MS,
  random: 0.5,
};

const requested = (id: number, atMs: number): PermitEvent => ({
  type: 'requested',
  id,
  lane: 'control',
  group: 'a',
  sinceMs: atMs,
});

/** A desk whose first request was claimed for by the clock that was ahead. */
const openDesk = (from: PermitDesk = EMPTY_DESK) => {
  let desk = from;
  const feed = (atMs: number, event: PermitEvent): readonly PermitCommand[] => {
    const step = nextPermitDesk(desk, event, atMs);
    desk = step.desk;
    return step.commands;
  };
  feed(NOW_MS + AHEAD_MS, requested(1, NOW_MS + AHEAD_MS));
  return feed;
};

describe('a clock that is set back while a claim is written', () => {
  it('does not make the request wait for a departure that the wrong clock chose', () => {
    const feed = openDesk();
    expect(feed(NOW_MS, CLAIMED)).toEqual([
      { type: 'forfeit', reason: 'unused' },
      { type: 'claim', control: 1, downloads: [], leadMs: 0 },
    ]);
    feed(NOW_MS + 10, { ...CLAIMED, departuresMs: [NOW_MS + 20], tookMs: 10 });
    expect(feed(NOW_MS + 20, { type: 'woken' })).toMatchObject([{ type: 'release', waiting: { id: 1 } }]);
  });

  it('does not leave each later request without a departure', () => {
    const feed = openDesk();
    feed(NOW_MS, CLAIMED);
    feed(NOW_MS + 10, { ...CLAIMED, departuresMs: [NOW_MS + 10], tookMs: 10 });
    expect(feed(NOW_MS + 1_000, requested(2, NOW_MS + 1_000))).toContainEqual({
      type: 'claim',
      control: 1,
      downloads: [],
      leadMs: 0,
    });
  });

  it('refuses requests for no longer than usual if one was to try whether OCP is back', () => {
    const feed = openDesk();
    feed(NOW_MS, { ...CLAIMED, isTrial: true });
    const refused = { type: 'reject', id: 2, error: expect.any(OcpBreakerOpenError) as Error };
    expect(feed(NOW_MS + 1_999, requested(2, NOW_MS + 1_999))).toContainEqual(refused);
    const later = feed(NOW_MS + 2_000, requested(3, NOW_MS + 2_000));
    expect(later.filter(({ type }) => type === 'reject')).toEqual([]);
  });

  it('forgets a permit of the wrong clock that is given back', () => {
    const feed = openDesk();
    feed(NOW_MS, { ...CLAIMED, departuresMs: [NOW_MS] });
    feed(NOW_MS + 500, requested(2, NOW_MS + 500));
    const departureMs = NOW_MS + AHEAD_MS;
    expect(feed(NOW_MS + 510, { type: 'returned', departureMs })).toEqual([
      { type: 'forfeit', reason: 'unused' },
    ]);
    feed(NOW_MS + 520, { ...CLAIMED, departuresMs: [NOW_MS + 530], tookMs: 10 });
    expect(feed(NOW_MS + 530, { type: 'woken' })).toMatchObject([{ type: 'release', waiting: { id: 2 } }]);
  });

  it('does not put downloads last that left by the wrong clock', () => {
    const feed = openDesk({ ...EMPTY_DESK, releasedMs: { a: NOW_MS + AHEAD_MS } });
    feed(NOW_MS, { ...CLAIMED, departuresMs: [NOW_MS] });
    feed(NOW_MS, { type: 'requested', id: 2, lane: 'download', group: 'a', sinceMs: NOW_MS });
    feed(NOW_MS, { type: 'requested', id: 3, lane: 'download', group: 'b', sinceMs: NOW_MS });
    const commands = feed(NOW_MS, { ...CLAIMED, departuresMs: [NOW_MS], tookMs: 10 });
    expect(commands[0]).toMatchObject({ type: 'release', waiting: { id: 2 } });
  });

  it('keeps a departure that is as far ahead as a claim may take it', () => {
    const feed = openDesk();
    feed(NOW_MS, { ...CLAIMED, departuresMs: [NOW_MS + 5_000] });
    expect(feed(NOW_MS + 5_000, { type: 'woken' })).toMatchObject([{ type: 'release', waiting: { id: 1 } }]);
  });
});
