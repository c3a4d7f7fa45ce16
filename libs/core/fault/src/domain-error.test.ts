import { codeOf, DomainError, faultOf } from './domain-error.ts';

class RecordingMissingError extends DomainError {
  readonly code = 'RECORDING_MISSING';
  readonly fault = 'permanent';
}
class CredentialsRefusedError extends DomainError {
  readonly code = 'CREDENTIALS_REFUSED';
  readonly fault = 'configuration';
}

describe('DomainError', () => {
  it('is an Error named after its class, with message, cause and stack', () => {
    const cause = new Error('socket closed');
    const error = new RecordingMissingError('no recording of c-1', { cause });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'RecordingMissingError', message: 'no recording of c-1', cause });
    expect(error.stack).toContain('domain-error.test.ts');
  });

  it.each([
    [new RecordingMissingError('x'), 'permanent', 'RECORDING_MISSING'],
    [new CredentialsRefusedError('x'), 'configuration', 'CREDENTIALS_REFUSED'],
  ])('has its own fault and code: %s', (error, fault, code) => {
    expect(faultOf(error)).toBe(fault);
    expect(codeOf(error)).toBe(code);
  });
});

describe('an error that is not a DomainError', () => {
  it.each([
    new Error('x'),
    'a text',
    undefined,
    null,
    { fault: 'permanent', code: 'LOOKS_LIKE_ONE' },
    new Error('wrapped', { cause: new RecordingMissingError('x') }),
  ])('is retryable with the code UNEXPECTED: %p', (error) => {
    expect(faultOf(error)).toBe('retryable');
    expect(codeOf(error)).toBe('UNEXPECTED');
  });
});
