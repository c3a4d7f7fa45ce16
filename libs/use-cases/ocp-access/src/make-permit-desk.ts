import {
  EMPTY_DESK,
  isMissed,
  isTooFarAhead,
  nextPermitDesk,
  type OcpGate,
  type OcpPermit,
  type PermitCommand,
  type PermitEvent,
} from '@recordings/reconciliation';
import { claim } from './claim.ts';
import type { OcpAccessDeps } from './ocp-access-deps.ts';
import type { SharedHost } from './shared-host.ts';

type Caller = { readonly resolve: (permit: OcpPermit) => void; readonly reject: (reason: unknown) => void };

type AwaitPermit = OcpGate['awaitPermit'];

export type PermitDeskOfProcess = {
  readonly awaitPermit: AwaitPermit;
  readonly giveBack: OcpGate['giveBack'];
  /** The breaker is open until then. */
  readonly refuseUntil: (untilMs: number) => void;
};

/** Makes the desk of this process: its requests share claims, so that it writes the budget's item seldom. */
export const makePermitDesk = (deps: OcpAccessDeps, shared: SharedHost): PermitDeskOfProcess => {
  const { now, note } = deps;
  const callers = new Map<number, Caller>();
  let desk = EMPTY_DESK;
  let lastId = 0;
  let cancelWake: () => void = () => undefined;

  const feed = (event: PermitEvent): void => {
    cancelWake();
    const step = nextPermitDesk(desk, event, now());
    desk = step.desk;
    for (const command of step.commands) {
      if (command.type === 'wake') cancelWake = wakeAt(deps, command.atMs, feed);
      else if (command.type === 'claim') void claim(deps, shared, command).then(feed);
      else answer(deps, callers, command);
    }
  };

  const awaitPermit: AwaitPermit = async ({ lane, group, held }, signal) => {
    signal.throwIfAborted();
    const fault = held && faultOfHeld(held, now());
    if (held && !fault) return held;
    if (fault) note({ type: 'departure_forfeited', reason: fault });
    lastId += 1;
    const id = lastId;
    const permit = enlist(callers, id, signal, () => feed({ type: 'withdrawn', id }));
    feed({ type: 'requested', id, lane, group, sinceMs: now() });
    return permit;
  };
  const giveBack: OcpGate['giveBack'] = ({ departureMs }) => feed({ type: 'returned', departureMs });
  return {
    awaitPermit,
    giveBack,
    refuseUntil: (untilMs) => feed({ type: 'opened', untilMs, endsClaim: false }),
  };
};

/** Why no request may leave with a permit that was held. `unused`: the clock that claimed it was set back since. */
const faultOfHeld = ({ departureMs }: OcpPermit, nowMs: number): 'missed' | 'unused' | undefined => {
  if (isMissed(departureMs, nowMs)) return 'missed';
  return isTooFarAhead(departureMs, nowMs) ? 'unused' : undefined;
};

/** Adds a caller. Its promise rejects with the signal's reason when the signal aborts. */
const enlist = async (
  callers: Map<number, Caller>,
  id: number,
  signal: AbortSignal,
  onAborted: () => void,
): Promise<OcpPermit> => {
  const { promise, resolve, reject } = Promise.withResolvers<OcpPermit>();
  callers.set(id, { resolve, reject });
  const giveUp = (): void => {
    take(callers, id)?.reject(signal.reason);
    onAborted();
  };
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
};

const wakeAt = (
  { now, startTimer }: OcpAccessDeps,
  atMs: number,
  feed: (event: PermitEvent) => void,
): (() => void) => startTimer(Math.max(0, Math.ceil(atMs - now())), () => feed({ type: 'woken' }));

const take = (callers: Map<number, Caller>, id: number): Caller | undefined => {
  const caller = callers.get(id);
  callers.delete(id);
  return caller;
};

/** Executes what concerns a caller, or only the metrics. */
const answer = (
  { note }: OcpAccessDeps,
  callers: Map<number, Caller>,
  command: Exclude<PermitCommand, { type: 'wake' | 'claim' }>,
): void => {
  switch (command.type) {
    case 'release': {
      const { waiting, departureMs } = command;
      const { id, lane, group, sinceMs } = waiting;
      note({ type: 'permit_granted', lane, group, waitedMs: Math.max(0, departureMs - sinceMs) });
      take(callers, id)?.resolve({ departureMs });
      return;
    }
    case 'forfeit':
      note({ type: 'departure_forfeited', reason: command.reason });
      return;
    case 'reject':
      take(callers, command.id)?.reject(command.error);
      return;
    default:
      command satisfies never;
  }
};
