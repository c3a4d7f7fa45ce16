import { addAnswer, type ClockEstimate, NEEDED_ANSWERS, UNKNOWN_CLOCK } from '@recordings/reconciliation';
import { SECOND_MS, type Timeline } from './timeline.ts';

/** The clock of a process is off by `ms`, from that time of the world on. */
export type Skew = { readonly ms: number; readonly fromMs: number };

export const RIGHT_CLOCK: Skew = { ms: 0, fromMs: 0 };

/** The clock of one life of a process, and what the answers of AWS say of it. */
export type OwnClock = {
  /** What the process takes for the time. */
  nowMs(): number;
  /** Notes that a request leaves. @returns what notes its answer, which AWS dated `serverMs`. */
  ask(): (serverMs: number) => void;
};

/** A service makes several requests to AWS when it starts, so its clock is known from the beginning. */
export const makeOwnClock = (timeline: Timeline, { ms, fromMs }: Skew): OwnClock => {
  const rawMs = (): number => timeline.nowMs() + (timeline.nowMs() >= fromMs ? ms : 0);
  let estimate: ClockEstimate = UNKNOWN_CLOCK;
  const ask: OwnClock['ask'] = () => {
    const sentMs = rawMs();
    return (serverMs) => {
      const wholeMs = Math.floor(serverMs / SECOND_MS) * SECOND_MS;
      estimate = addAnswer(estimate, { sentMs, receivedMs: rawMs(), serverMs: wholeMs });
    };
  };
  for (let n = 0; n < NEEDED_ANSWERS; n += 1) ask()(timeline.nowMs());
  return { ask, nowMs: () => rawMs() + estimate.correctionMs };
};
