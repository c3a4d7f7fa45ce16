import { postponeDelayS, retryDelayS } from './message-delays.ts';

describe('retryDelayS', () => {
  it.each([
    [0, 1],
    [1, 1],
    [2, 5],
    [3, 30],
    [4, 30],
    [1_000, 30],
  ])('after %i receives waits %i s', (receiveCount, expected) => {
    expect(retryDelayS(receiveCount)).toBe(expected);
  });
});

describe('postponeDelayS', () => {
  it.each([
    [0, 5],
    [1, 30],
    [2, 120],
    [3, 300],
    [1_000, 300],
  ])('after %i delays waits %i s', (postponed, expected) => {
    expect(postponeDelayS(postponed)).toBe(expected);
  });
});
