import { jest } from '@jest/globals';
import { QueueUnusableError } from './errors.ts';
import { makeWorkPause } from './work-pause.ts';

const SECOND_MS = 1_000;
const fault = new QueueUnusableError('queue downloads: AccessDenied: no\n  signed request');
const never = new AbortController().signal;

const fixture = () => {
  const waitsS: number[] = [];
  const workPause = makeWorkPause((_, waitS) => waitsS.push(waitS));
  const state = { isOver: false };
  const enter = (signal = never): void => {
    state.isOver = false;
    void workPause.wait(signal).then(() => {
      state.isOver = true;
    });
  };
  return { workPause, waitsS, state, enter };
};

describe('makeWorkPause', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('lets a slot pass at once until a fault comes', async () => {
    const { state, enter, workPause } = fixture();
    enter();
    await jest.advanceTimersByTimeAsync(0);
    expect([state.isOver, workPause.reason()]).toEqual([true, undefined]);
  });

  it('pauses longer after each fault in a row, up to five minutes', async () => {
    const { workPause, waitsS } = fixture();
    for (let faults = 0; faults < 7; faults += 1) {
      workPause.noteFault(fault);
      await jest.advanceTimersByTimeAsync(300 * SECOND_MS);
    }
    expect(waitsS).toEqual([1, 5, 30, 120, 300, 300, 300]);
  });

  it('counts the faults of one pause as one, because the slots fail together', async () => {
    const { workPause, waitsS } = fixture();
    for (let slot = 0; slot < 50; slot += 1) workPause.noteFault(fault);
    await jest.advanceTimersByTimeAsync(SECOND_MS);
    workPause.noteFault(fault);
    expect(waitsS).toEqual([1, 5]);
  });

  it('holds the slots for the whole pause, and gives its reason in one line', async () => {
    const { workPause, state, enter } = fixture();
    workPause.noteFault(fault);
    enter();
    await jest.advanceTimersByTimeAsync(SECOND_MS - 1);
    expect(state.isOver).toBe(false);
    expect(workPause.reason()).toBe(
      'paused, because messages fail by the configuration: QUEUE_UNUSABLE: queue downloads: AccessDenied: no',
    );
    await jest.advanceTimersByTimeAsync(2);
    expect([state.isOver, workPause.reason()]).toEqual([true, undefined]);
  });

  it('ends at once, and begins short again, after a message was handled', async () => {
    const { workPause, waitsS, state, enter } = fixture();
    workPause.noteFault(fault);
    await jest.advanceTimersByTimeAsync(SECOND_MS);
    workPause.noteFault(fault);
    enter();
    workPause.noteHandled();
    await jest.advanceTimersByTimeAsync(0);
    expect([state.isOver, workPause.reason()]).toEqual([true, undefined]);
    workPause.noteFault(fault);
    expect(waitsS).toEqual([1, 5, 1]);
  });

  it('lets a slot go that stops', async () => {
    const { workPause, state, enter } = fixture();
    const stopping = new AbortController();
    workPause.noteFault(fault);
    enter(stopping.signal);
    stopping.abort();
    await jest.advanceTimersByTimeAsync(0);
    expect(state.isOver).toBe(true);
  });
});
