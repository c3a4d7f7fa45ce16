import {
  addAcceptance,
  addRefusal,
  countHolds,
  heldUntilMs,
  NO_REFUSALS,
  type RefusalHold,
} from './refusal-hold.ts';

const MINUTE_MS = 60_000;
const rule = { firstFaultDelayMs: 5 * MINUTE_MS, maxFaultDelayMs: 24 * 60 * MINUTE_MS };
const refusePoll = (hold: RefusalHold, nowMs: number): RefusalHold =>
  addRefusal(hold, { request: 'jobStatus', sentMs: nowMs }, rule, nowMs);
const refuseFile = (hold: RefusalHold, recordingId: string, nowMs: number, sentMs = nowMs): RefusalHold =>
  addRefusal(hold, { request: 'download', recordingId, sentMs }, rule, nowMs);
const minutesHeld = (hold: RefusalHold, nowMs = 0): number =>
  ((heldUntilMs(hold, 'control', nowMs) ?? nowMs) - nowMs) / MINUTE_MS;

describe('the hold after refusals', () => {
  it('doubles with each refusal, up to a day', () => {
    const waits: number[] = [];
    let hold = NO_REFUSALS;
    for (let nowMs = 0; waits.length < 11; nowMs = heldUntilMs(hold, 'control', nowMs)!) {
      hold = refusePoll(hold, nowMs);
      waits.push(minutesHeld(hold, nowMs));
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 1_280, 1_440, 1_440]);
    expect(countHolds(hold)).toBe(11);
  });

  it('counts refusals of requests that left before it began once', () => {
    const hold = refusePoll(NO_REFUSALS, 1_000);
    expect(addRefusal(hold, { request: 'jobStatus', sentMs: 999 }, rule, 2_000)).toBe(hold);
  });

  it('ends with its time, or when OCP answers a request of the same kind', () => {
    const hold = refusePoll(NO_REFUSALS, 0);
    expect(heldUntilMs(hold, 'control', 5 * MINUTE_MS - 1)).toBe(5 * MINUTE_MS);
    expect(heldUntilMs(hold, 'control', 5 * MINUTE_MS)).toBeUndefined();
    expect(addAcceptance(hold, 'jobStatus', 1_000)).toEqual({});
  });

  it('of a clock that was ahead holds nothing, and the next refusal begins a new one', () => {
    const ahead = refusePoll(NO_REFUSALS, 600 * MINUTE_MS);
    expect(heldUntilMs(ahead, 'control', 0)).toBeUndefined();
    expect(minutesHeld(refusePoll(ahead, 0))).toBe(10);
  });

  it('goes on growing if polls are answered and listings are refused', () => {
    const listing = (hold: RefusalHold, nowMs: number) =>
      addRefusal(hold, { request: 'jobRecordings', sentMs: nowMs }, rule, nowMs);
    const first = listing(NO_REFUSALS, 0);
    const polled = addAcceptance(first, 'jobStatus', 5 * MINUTE_MS);
    expect(minutesHeld(listing(polled, 5 * MINUTE_MS), 5 * MINUTE_MS)).toBe(10);
  });

  it('is dropped if nothing was refused for as long as it lasted', () => {
    const hold = refusePoll(NO_REFUSALS, 0);
    expect(addAcceptance(hold, 'download', 10 * MINUTE_MS - 1)).toEqual(hold);
    expect(addAcceptance(hold, 'download', 10 * MINUTE_MS)).toEqual({});
  });
});

describe('refused files', () => {
  it('hold nothing back if it is one file, however often', () => {
    let hold = NO_REFUSALS;
    for (let times = 0; times < 10; times += 1) hold = refuseFile(hold, 'rec-1', times);
    expect(heldUntilMs(hold, 'download', 10)).toBeUndefined();
  });

  it('hold the downloads of the group back, and no polls, if they are three', () => {
    const hold = refuseFile(refuseFile(refuseFile(NO_REFUSALS, 'rec-1', 0), 'rec-2', 0), 'rec-3', 0);
    expect(heldUntilMs(hold, 'download', 0)).toBe(5 * MINUTE_MS);
    expect(heldUntilMs(hold, 'control', 0)).toBeUndefined();
    expect(heldUntilMs(refuseFile(hold, 'rec-1', 5 * MINUTE_MS), 'download', 5 * MINUTE_MS)).toBe(
      15 * MINUTE_MS,
    );
  });

  it('are forgotten when a file is served', () => {
    const two = refuseFile(refuseFile(NO_REFUSALS, 'rec-1', 0), 'rec-2', 0);
    const hold = refuseFile(addAcceptance(two, 'download', 1), 'rec-3', 2);
    expect(heldUntilMs(hold, 'download', 2)).toBeUndefined();
  });
});
