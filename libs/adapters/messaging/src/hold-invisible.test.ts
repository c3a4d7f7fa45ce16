import { jest } from '@jest/globals';
import { holdInvisible } from './hold-invisible.ts';

describe('holdInvisible', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('extends repeatedly until released', async () => {
    const extend = jest.fn(async () => undefined);
    const hold = holdInvisible(extend, 100, () => undefined);
    await jest.advanceTimersByTimeAsync(350);
    expect(extend).toHaveBeenCalledTimes(3);

    await hold.release();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(extend).toHaveBeenCalledTimes(3);
  });

  it('extends again after a failure, and reports it', async () => {
    const failure = new Error('SQS is away');
    const errors: unknown[] = [];
    const extend = jest.fn(() => Promise.reject(failure));
    const hold = holdInvisible(extend, 100, (error) => errors.push(error));
    await jest.advanceTimersByTimeAsync(250);
    await hold.release();
    expect(errors).toEqual([failure, failure]);
  });

  it('waits for the extension under way when released, and does not overlap it', async () => {
    const slow = Promise.withResolvers<void>();
    const extend = jest.fn(() => slow.promise);
    const hold = holdInvisible(extend, 100, () => undefined);
    await jest.advanceTimersByTimeAsync(500);
    expect(extend).toHaveBeenCalledTimes(1);

    let isReleased = false;
    const released = hold.release().then(() => {
      isReleased = true;
    });
    await jest.advanceTimersByTimeAsync(10);
    expect(isReleased).toBe(false);
    slow.resolve();
    await released;
  });
});
