import { DomainError } from '@recordings/fault';

/** What a source told of a call cannot be true; the record stays as it was. */
export class UnusableFactsError extends DomainError {
  readonly code = 'FACTS_UNUSABLE';
  readonly fault = 'permanent';

  constructor(source: string, faults: string) {
    super(`facts of the source ${source}: ${faults}`);
  }
}
