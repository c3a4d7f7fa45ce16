import { type Timestamp, timestampOf } from '@recordings/call-record';

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;

/** Virtual time. It does not move while code runs, and then jumps to the next planned event. */
export type Timeline = {
  /** Epoch milliseconds. */
  nowMs(): number;
  now(): Timestamp;
  after(delayMs: number, run: () => void): void;
  /** Runs planned events in order until the condition holds. @returns false if it does not hold by `lastMs`. */
  runUntil(holds: () => boolean, lastMs: number): Promise<boolean>;
};

type PlannedEvent = { readonly atMs: number; readonly order: number; readonly run: () => void };

/** @param startMs epoch milliseconds. */
export const makeTimeline = (startMs: number): Timeline => {
  const planned: PlannedEvent[] = [];
  let nowMs = startMs;
  let order = 0;

  const after = (delayMs: number, run: () => void): void => {
    order += 1;
    const event = { atMs: nowMs + Math.max(0, delayMs), order, run };
    planned.splice(indexFor(planned, event), 0, event);
  };
  const runUntil = async (holds: () => boolean, lastMs: number): Promise<boolean> => {
    while (!holds()) {
      const next = planned.pop();
      if (!next || next.atMs > lastMs) return false;
      nowMs = next.atMs;
      next.run();
      await settlePromises();
    }
    return true;
  };
  return { nowMs: () => nowMs, now: () => timestampOf(nowMs), after, runUntil };
};

/** The list is sorted latest first, so that the next event is at its end. */
const indexFor = (planned: readonly PlannedEvent[], event: PlannedEvent): number => {
  let [low, high] = [0, planned.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = planned[middle]!;
    const isLater = other.atMs > event.atMs || (other.atMs === event.atMs && other.order > event.order);
    if (isLater) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Runs every promise reaction that is ready. In this world promises wait only for the timeline. */
const settlePromises = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
