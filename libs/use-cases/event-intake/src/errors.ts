import { DomainError } from '@recordings/fault';

/** A request has more events than are read at once. The sender must send them in several requests. */
export class TooManyEventsError extends DomainError {
  readonly code = 'EVENTS_TOO_MANY';
  readonly fault = 'permanent';

  constructor(maxEvents: number) {
    super(`the request has more than ${maxEvents} events; send them in several requests`);
  }
}
