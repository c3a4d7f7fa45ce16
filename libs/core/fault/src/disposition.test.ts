import { dispositionOf } from './disposition.ts';
import { DomainError } from './domain-error.ts';

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
  it('dead-letters the message after a permanent error, with its code', () => {
    expect(dispositionOf(new GoneError('no such call'))).toEqual({
      kind: 'dead-letter',
      reason: 'GONE',
      detail: 'no such call',
    });
  });

  it.each([new BrokenSetupError('x'), new BusyError('x')])(
    'postpones the message after the known error %p',
    (error) => {
      expect(dispositionOf(error)).toEqual({ kind: 'postpone' });
    },
  );

  it.each([new TypeError('x'), 'a text', undefined])(
    'lets the queue deliver the message again after the unknown error %p',
    (error) => {
      expect(dispositionOf(error)).toEqual({ kind: 'retry' });
    },
  );
});
