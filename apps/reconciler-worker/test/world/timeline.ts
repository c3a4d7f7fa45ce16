import { type Timestamp, timestampOf } from '@recordings/call-record';

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;

/** Virtual time: it stands still while code runs, and jumps to the next thing that was planned. */
export type Timeline = {
  /** Epoch milliseconds. */
  nowMs(): number;
  now(): Timestamp;
  after(delayMs: number, run: () => void): void;
  /** Runs what is planned, in order, until the condition holds. @returns false if it does not hold by `lastMs`. */
  runUntil(holds: () => boolean, lastMs: number): Promise<boolean>;
};

type Planned = { readonly atMs: number; readonly order: number; readonly run: () => void };

export const makeTimeline = (startMs: number): Timeline => {
  const planned: Planned[] = [];
  let nowMs = startMs;
  let order = 0;

  const after = (delayMs: number, run: () => void): void => {
    const item = { atMs: nowMs + Math.max(0, delayMs), order: (order += 1), run };
    planned.splice(placeOf(planned, item), 0, item);
  };
  const runUntil = async (holds: () => boolean, lastMs: number): Promise<boolean> => {
    while (!holds()) {
      const next = planned.pop();
      if (!next || next.atMs > lastMs) return false;
      nowMs = next.atMs;
      next.run();
      await everythingSettled();
    }
    return true;
  };
  return { nowMs: () => nowMs, now: () => timestampOf(nowMs), after, runUntil };
};

/** Latest first, so that the next one is at the end. */
const placeOf = (planned: readonly Planned[], item: Planned): number => {
  let [low, high] = [0, planned.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = planned[middle]!;
    const isLater = other.atMs > item.atMs || (other.atMs === item.atMs && other.order > item.order);
    if (isLater) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Lets every promise that can go on do so: nothing in this world waits for anything but the timeline. */
const everythingSettled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
