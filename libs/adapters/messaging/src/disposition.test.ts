import { DomainError } from '@recordings/fault';
import { dispositionOf, postponeDelayS, retryDelayS } from './disposition.ts';

class GoneError extends DomainError {
  readonly code = 'GONE';
  readonly fault = 'permanent';
}

class BrokenSetupError extends DomainError {
  readonly code = 'BROKEN_SETUP';
  readonly fault = 'configuration';
}

class BusyError extends DomainError {
  readonly code = 'BUSY';
  readonly fault = 'retryable';
}

describe('dispositionOf', () => {
  it('sends a permanent error to the DLQ with its code', () => {
    expect(dispositionOf(new GoneError('no such call'))).toEqual({
      kind: 'dead-letter',
      reason: 'GONE',
      detail: 'no such call',
    });
  });

  it.each([new BrokenSetupError('x'), new BusyError('x')])('postpones the message after %p', (error) => {
    expect(dispositionOf(error)).toEqual({ kind: 'postpone' });
  });

  it.each([new TypeError('x'), 'a text', undefined])('lets the message come again after %p', (error) => {
    expect(dispositionOf(error)).toEqual({ kind: 'retry' });
  });
});

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
