import { TRIAL_LOOK_MS } from '../breaker/next-breaker.ts';
import { type ClaimRequest, isMissed } from '../budget/claim-departures.ts';
import { OcpBreakerOpenError } from '../ocp/errors.ts';
import { inTurn } from './in-turn.ts';
import type { Lane, PermitCommand, PermitDesk, PermitEvent } from './permit-desk.ts';
import { addDepartures, seeClock, UNUSED } from './see-clock.ts';

/**
 * Longest random part of the wait after a claim that found no room or lost against another worker. Downloads are many, and
 * what they claim is seconds ahead, so that a long wait costs nothing.
 */
const SPREAD_MS: Readonly<Record<Lane, number>> = { control: 200, download: 2_000 };
/** The wait after the budget could not be read or written, doubled with each failure in a row. */
const FAILURE_WAIT_MS = 500;
/** After so many failures in a row the requests are rejected, and their callers decide. */
const MAX_FAILURES = 4;
/** A claim that was written within this time needs no lead. */
const QUICK_MS = 150;

type Step = { readonly desk: PermitDesk; readonly commands: readonly PermitCommand[] };

/** Moves the requests of one process that wait for a departure. */
export const nextPermitDesk = (desk: PermitDesk, event: PermitEvent, nowMs: number): Step => {
  const before = dispatch(seeClock(desk, nowMs), nowMs);
  const noted = noteEvent(before.desk, event, nowMs);
  const dispatched = dispatch(noted.desk, nowMs);
  const claimed = claimMore(dispatched.desk, nowMs);
  const commands = [...before.commands, ...noted.commands, ...dispatched.commands, ...claimed.commands];
  return { desk: claimed.desk, commands: [...commands, ...wakeOf(claimed.desk)] };
};

const noteEvent = (desk: PermitDesk, event: PermitEvent, nowMs: number): Step => {
  const claimEnded = { ...desk, isClaiming: false };
  switch (event.type) {
    case 'requested': {
      const { id, lane, group, sinceMs } = event;
      if (nowMs < desk.refuseUntilMs) return { desk, commands: [refuse(id, desk.refuseUntilMs - nowMs)] };
      return quiet({ ...desk, waiting: [...desk.waiting, { id, lane, group, sinceMs }] });
    }
    case 'withdrawn':
      return quiet({ ...desk, waiting: desk.waiting.filter(({ id }) => id !== event.id) });
    case 'returned':
      return addDepartures(desk, [event.departureMs], nowMs);
    case 'claimed': {
      const leadMs = leadAfter(desk.leadMs, event.tookMs);
      const added = addDepartures({ ...claimEnded, leadMs, failures: 0 }, event.departuresMs, nowMs);
      return after(added.commands, noteClaimed(added.desk, event, nowMs));
    }
    case 'full':
      return quiet(waitToClaim(claimEnded, event.lane, nowMs + event.waitMs, event.random));
    case 'lost':
      return quiet(waitToClaim(claimEnded, event.lane, nowMs, event.random));
    case 'failed':
      return noteFailure(claimEnded, event, nowMs);
    case 'opened': {
      // Departures that were claimed before count as used, and no request leaves at them.
      const commands = desk.waiting.map(({ id }) => refuse(id, event.untilMs - nowMs));
      const isClaiming = desk.isClaiming && !event.endsClaim;
      const closed = { ...desk, isClaiming, waiting: [], departuresMs: [], refuseUntilMs: event.untilMs };
      return { desk: closed, commands: [...commands, ...desk.departuresMs.map(() => UNUSED)] };
    }
    case 'woken':
      return quiet(desk);
    default:
      return event satisfies never;
  }
};

const noteClaimed = (
  desk: PermitDesk,
  { isTrial, isPartial, random }: Extract<PermitEvent, { type: 'claimed' }>,
  nowMs: number,
): Step => {
  if (isTrial) return sendOnlyFirst(desk, nowMs);
  return quiet(isPartial ? waitToClaim(desk, 'control', nowMs, random) : desk);
};

const refuse = (id: number, pauseMs: number): PermitCommand => {
  const message = `OCP failed; no request is sent for ${Math.ceil(pauseMs)} ms`;
  return { type: 'reject', id, error: new OcpBreakerOpenError(message) };
};

/** The request that tries whether OCP is back waits for its departure. The others are refused until it has had time. */
const sendOnlyFirst = (desk: PermitDesk, nowMs: number): Step => {
  const [trial, ...others] = inTurn(desk);
  const refuseUntilMs = Math.max(nowMs + TRIAL_LOOK_MS, ...desk.departuresMs);
  const commands = others.map(({ id }) => refuse(id, refuseUntilMs - nowMs));
  return { desk: { ...desk, waiting: trial ? [trial] : [], refuseUntilMs }, commands };
};

const quiet = (desk: PermitDesk): Step => ({ desk, commands: [] });

/** The next claim of the lane is made some time after `atMs`. What makes control requests wait makes downloads wait. */
const waitToClaim = (desk: PermitDesk, lane: Lane, atMs: number, random: number): PermitDesk => {
  const download = atMs + random * SPREAD_MS.download;
  const control = lane === 'control' ? atMs + random * SPREAD_MS.control : desk.notBeforeMs.control;
  return { ...desk, failures: 0, notBeforeMs: { control, download } };
};

/** Slow writes are expected to go on for a while. */
const leadAfter = (leadMs: number, tookMs: number): number => {
  const neededMs = tookMs > QUICK_MS ? tookMs * 1.2 : 0;
  const rememberedMs = leadMs * 0.8;
  return Math.max(neededMs, rememberedMs > QUICK_MS ? rememberedMs : 0);
};

const noteFailure = (
  desk: PermitDesk,
  { error, isTransient, random }: Extract<PermitEvent, { type: 'failed' }>,
  nowMs: number,
): Step => {
  const failures = desk.failures + 1;
  if (isTransient && failures < MAX_FAILURES) {
    const waitMs = FAILURE_WAIT_MS * 2 ** desk.failures * (1 + random);
    return quiet({ ...desk, failures, notBeforeMs: { control: nowMs + waitMs, download: nowMs + waitMs } });
  }
  const commands = desk.waiting.map(({ id }) => ({ type: 'reject', id, error }) as const);
  return { desk: { ...desk, failures: 0, waiting: [] }, commands };
};

/** Releases a request at each departure that has come. */
const dispatch = (desk: PermitDesk, nowMs: number): Step => {
  const [nextMs, ...departuresMs] = desk.departuresMs;
  if (nextMs === undefined || nextMs > nowMs) return quiet(desk);
  const rest = { ...desk, departuresMs };
  if (isMissed(nextMs, nowMs)) {
    const reason = desk.waiting.length > 0 ? 'missed' : 'unused';
    return after([{ type: 'forfeit', reason }], dispatch(rest, nowMs));
  }
  const [waiting] = inTurn(desk);
  // A request that comes within the next moment can still use it.
  if (!waiting) return quiet(desk);
  const { lane, group } = waiting;
  const released = {
    ...rest,
    waiting: rest.waiting.filter(({ id }) => id !== waiting.id),
    releasedMs: lane === 'download' ? { ...rest.releasedMs, [group]: nextMs } : rest.releasedMs,
  };
  return after([{ type: 'release', waiting, departureMs: nextMs }], dispatch(released, nowMs));
};

const after = (before: readonly PermitCommand[], { desk, commands }: Step): Step => ({
  desk,
  commands: [...before, ...commands],
});

/** Claims departures for the requests that have none, if their lane may claim now. */
const claimMore = (desk: PermitDesk, nowMs: number): Step => {
  if (desk.isClaiming) return quiet(desk);
  const needed = uncovered(desk);
  const control = nowMs >= desk.notBeforeMs.control ? needed.control : 0;
  const downloads = nowMs >= desk.notBeforeMs.download ? needed.downloads : [];
  if (control === 0 && downloads.length === 0) return quiet(desk);
  const claim = { type: 'claim', control, downloads, leadMs: desk.leadMs } as const;
  return { desk: { ...desk, isClaiming: true }, commands: [claim] };
};

/** The requests beyond the departures at hand: how many control requests, and the groups of the downloads. */
const uncovered = (desk: PermitDesk): Pick<ClaimRequest, 'control' | 'downloads'> => {
  const without = inTurn(desk).slice(desk.departuresMs.length);
  const downloads = without.filter(({ lane }) => lane === 'download').map(({ group }) => group);
  return { control: without.length - downloads.length, downloads };
};

const wakeOf = (desk: PermitDesk): readonly PermitCommand[] => {
  const { waiting, departuresMs, isClaiming, notBeforeMs } = desk;
  if (waiting.length === 0) return [];
  const needed = uncovered(desk);
  const times = [
    ...departuresMs.slice(0, 1),
    ...(!isClaiming && needed.control > 0 ? [notBeforeMs.control] : []),
    ...(!isClaiming && needed.downloads.length > 0 ? [notBeforeMs.download] : []),
  ];
  return times.length === 0 ? [] : [{ type: 'wake', atMs: Math.min(...times) }];
};
