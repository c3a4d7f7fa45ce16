import { type OcpGate, OcpPausedError, pauseOf } from '@recordings/reconciliation';
import type { OcpAccessDeps } from './ocp-access-deps.ts';
import type { SharedHost } from './shared-host.ts';

/** A person may end a pause early, so requests that it stops read the item again, but not more often than this. */
const LOOK_MS = 5_000;
/** What waits for the end of a pause asks again after this time at the latest. */
const LONGEST_HOLD_MS = 300_000;

/**
 * Refuses the requests that a person has paused. Each claim of departures reads the orders, at most 5 s before they are
 * used, so they are looked at again once a permit is granted.
 */
export const obeyPauses = (
  { now }: Pick<OcpAccessDeps, 'now'>,
  shared: Pick<SharedHost, 'orders' | 'change'>,
  { awaitPermit, giveBack }: Pick<OcpGate, 'awaitPermit' | 'giveBack'>,
): OcpGate['awaitPermit'] => {
  const findPause = (group: string) => pauseOf(shared.orders().orders, group, now());
  const pass = (group: string): void => {
    const pause = findPause(group);
    if (!pause) return;
    const until = new Date(pause.untilMs).toISOString();
    throw new OcpPausedError(
      `${pause.by} has paused requests to OCP until ${until}: ${pause.reason}`,
      Math.min(pause.untilMs - now(), LONGEST_HOLD_MS),
    );
  };
  const passOr = (group: string, giveUp: () => void): void => {
    try {
      pass(group);
    } catch (error) {
      giveUp();
      throw error;
    }
  };
  const lookAgain = makeLookAgain(now, shared);
  return async (request, signal) => {
    if (findPause(request.group)) await lookAgain();
    passOr(request.group, () => request.held && giveBack(request.held));
    const permit = await awaitPermit(request, signal);
    passOr(request.group, () => giveBack(permit));
    return permit;
  };
};

/** Reads the item if it was not read of late. Requests that come meanwhile wait for the same read. */
const makeLookAgain = (
  now: OcpAccessDeps['now'],
  { orders, change }: Pick<SharedHost, 'orders' | 'change'>,
): (() => Promise<void>) => {
  let looking: Promise<void> | undefined;
  return async () => {
    if (Math.abs(now() - orders().atMs) < LOOK_MS) return;
    looking ??= change(() => ({ result: undefined })).then(
      () => undefined,
      // While the table cannot be read, what was read last holds.
      () => undefined,
    );
    await looking.finally(() => {
      looking = undefined;
    });
  };
};
