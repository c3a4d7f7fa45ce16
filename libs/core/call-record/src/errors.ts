import { DomainError } from '@recordings/fault';

/** A source reported something about a call that cannot be true. The record is not changed. */
export class UnusableFactsError extends DomainError {
  readonly code = 'FACTS_UNUSABLE';
  readonly fault = 'permanent';

  constructor(source: string, faults: string) {
    super(`facts of the source ${source}: ${faults}`);
  }
}
