import fc from 'fast-check';
import { addAnswer, CLOCK_ERROR_MS, type ClockEstimate, UNKNOWN_CLOCK } from './clock-estimate.ts';

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 0, 15);

type Request = {
  readonly trueMs: number;
  readonly errorMs: number;
  readonly thereMs?: number;
  readonly backMs?: number;
};

/** A request of a process whose clock shows the true time plus `errorMs`. */
const ask = (
  estimate: ClockEstimate,
  { trueMs, errorMs, thereMs = 20, backMs = 20 }: Request,
): ClockEstimate =>
  addAnswer(estimate, {
    sentMs: trueMs + errorMs,
    receivedMs: trueMs + thereMs + backMs + errorMs,
    serverMs: Math.floor((trueMs + thereMs) / 1_000) * 1_000,
  });

describe('the estimate of a clock', () => {
  it.each([-3, 3])('corrects a clock that is %i hours off as soon as two answers agree', (hours) => {
    const first = ask(UNKNOWN_CLOCK, { trueMs: START_MS + 345, errorMs: hours * HOUR_MS });
    expect(first.correctionMs).toBe(0);
    const { correctionMs } = ask(first, { trueMs: START_MS + 745, errorMs: hours * HOUR_MS });
    expect(Math.abs(correctionMs + hours * HOUR_MS)).toBeLessThan(1_000);
  });

  it.each([0, 1, 5])('is not misled by one wrong answer after %i right ones', (rightAnswers) => {
    let estimate = UNKNOWN_CLOCK;
    let trueMs = START_MS;
    const answer = (errorMs: number): void => {
      estimate = ask(estimate, { trueMs, errorMs });
      expect(estimate.correctionMs).toBe(0);
      trueMs += 5_000;
    };
    for (let n = 0; n < rightAnswers; n += 1) answer(0);
    // One server of three is a day off.
    for (let n = 0; n < 5; n += 1) {
      answer(24 * HOUR_MS);
      answer(0);
      answer(0);
    }
  });

  it('takes a correction back that two wrong answers had caused, as soon as two right ones agree', () => {
    let estimate = ask(UNKNOWN_CLOCK, { trueMs: START_MS, errorMs: 0 });
    for (const seconds of [1, 2])
      estimate = ask(estimate, { trueMs: START_MS + seconds * 1_000, errorMs: HOUR_MS });
    expect(Math.abs(estimate.correctionMs + HOUR_MS)).toBeLessThan(1_000);
    for (const seconds of [3, 4])
      estimate = ask(estimate, { trueMs: START_MS + seconds * 1_000, errorMs: 0 });
    expect(estimate.correctionMs).toBe(0);
  });

  it('keeps its doubt over a slow answer that fits both the old time and the new one', () => {
    let estimate = ask(UNKNOWN_CLOCK, { trueMs: START_MS, errorMs: 0 });
    estimate = ask(estimate, { trueMs: START_MS + 1_000, errorMs: 5_000 });
    estimate = ask(estimate, { trueMs: START_MS + 2_000, errorMs: 5_000, thereMs: 9_000, backMs: 9_000 });
    expect(estimate.correctionMs).toBe(0);
    estimate = ask(estimate, { trueMs: START_MS + 30_000, errorMs: 5_000 });
    expect(Math.abs(estimate.correctionMs + 5_000)).toBeLessThan(1_000);
  });

  it('leaves a clock alone that differs by a second', () => {
    for (const errorMs of [-1_000, 0, 1_000])
      expect(ask(UNKNOWN_CLOCK, { trueMs: START_MS, errorMs }).correctionMs).toBe(0);
  });

  it('is not misled by a process that was frozen while it waited for the answer', () => {
    const frozen = ask(UNKNOWN_CLOCK, { trueMs: START_MS, errorMs: 0, backMs: HOUR_MS });
    expect(frozen.correctionMs).toBe(0);
    expect(ask(frozen, { trueMs: START_MS + 2 * HOUR_MS, errorMs: 0 }).correctionMs).toBe(0);
  });

  it('follows a clock that is set, to the wrong time and back', () => {
    const right = ask(UNKNOWN_CLOCK, { trueMs: START_MS, errorMs: 0 });
    const doubted = ask(right, { trueMs: START_MS + 5_000, errorMs: -2 * HOUR_MS });
    expect(doubted.correctionMs).toBe(0);
    const wrong = ask(doubted, { trueMs: START_MS + 6_000, errorMs: -2 * HOUR_MS });
    expect(Math.abs(wrong.correctionMs - 2 * HOUR_MS)).toBeLessThan(1_000);
    const back = ask(wrong, { trueMs: START_MS + 10_000, errorMs: 0 });
    expect(ask(back, { trueMs: START_MS + 11_000, errorMs: 0 }).correctionMs).toBe(0);
  });

  it('ignores an answer during which the clock was set back', () => {
    const estimate = addAnswer(UNKNOWN_CLOCK, {
      sentMs: START_MS + HOUR_MS,
      receivedMs: START_MS,
      serverMs: START_MS,
    });
    expect(estimate).toBe(UNKNOWN_CLOCK);
  });

  it('brings every wrong clock close to the true time, whatever its error and the delays', () => {
    const delayMs = fc.integer({ min: 0, max: 5_000 });
    const requests = fc.array(fc.tuple(delayMs, delayMs, fc.integer({ min: 1, max: 60_000 })), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(fc.integer({ min: -24 * HOUR_MS, max: 24 * HOUR_MS }), requests, (errorMs, all) => {
        let estimate = UNKNOWN_CLOCK;
        let trueMs = START_MS;
        for (const [thereMs, backMs, gapMs] of all) {
          for (let times = 0; times < 2; times += 1) {
            estimate = ask(estimate, { trueMs, errorMs, thereMs, backMs });
            trueMs += thereMs + backMs + gapMs;
          }
          const widthMs = thereMs + backMs + 1_000;
          expect(Math.abs(errorMs + estimate.correctionMs)).toBeLessThanOrEqual(CLOCK_ERROR_MS + widthMs);
          expect(-errorMs).toBeGreaterThanOrEqual(estimate.leastMs);
          expect(-errorMs).toBeLessThanOrEqual(estimate.mostMs);
        }
      }),
    );
  });
});
