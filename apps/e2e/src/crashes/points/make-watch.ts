import type { PassesAnswer } from '@recordings/test-kit';
import type { CrashPoint, Requests } from './crash-point.ts';

/** Where a process is to be killed. */
type Aim = Pick<CrashPoint, 'kind' | 'ordinal' | 'moment'>;

/** Counts the requests of one process by kind, and says which one is its last. */
export type Watch = {
  /** Begins to count. @param kill called once, at the point. Without an aim every request passes. */
  begin(aim?: Aim, kill?: () => void): void;
  requests(): Requests;
  /** Called for each request. @returns what a gate's rule returns. */
  see(kind: string): PassesAnswer | undefined;
};

export const makeWatch = (): Watch => {
  let counts = new Map<string, number>();
  let aim: Aim | undefined;
  let kill: (() => void) | undefined;
  const hit = (): boolean => {
    aim = undefined; // The requests of the next process pass.
    kill?.();
    return false;
  };
  return {
    begin: (nextAim, nextKill) => {
      counts = new Map();
      [aim, kill] = [nextAim, nextKill];
    },
    requests: () => new Map(counts),
    see: (kind) => {
      const ordinal = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, ordinal);
      const isAim = aim?.kind === kind && aim.ordinal === ordinal;
      if (!isAim) return () => true;
      if (aim?.moment === 'after') return hit;
      hit();
      return undefined;
    },
  };
};
