import { epochMsOf, type Timestamp } from '@recordings/call-record';
import { PRIORITY_RANK } from '../priority.ts';
import type { WaitingWindow } from './waiting-window.ts';

/** A window that has waited for so long counts as one priority higher, after twice as long as two. */
export const PRIORITY_AGE_MS = 4 * 3_600_000;

/**
 * Compares windows of one tenant: the most urgent first, then the one that waits longest. A window of low priority is
 * not overtaken for ever, however many urgent windows arrive.
 */
export const compareUrgency =
  (now: Timestamp) =>
  (a: WaitingWindow, b: WaitingWindow): number =>
    rankAt(a, now) - rankAt(b, now) ||
    (a.waitingSince < b.waitingSince ? -1 : a.waitingSince > b.waitingSince ? 1 : 0) ||
    (a.reconciliationId < b.reconciliationId ? -1 : 1);

const rankAt = ({ priority, waitingSince }: WaitingWindow, now: Timestamp): number => {
  const raises = Math.floor((epochMsOf(now) - epochMsOf(waitingSince)) / PRIORITY_AGE_MS);
  return Math.max(0, PRIORITY_RANK[priority] - Math.max(0, raises));
};
