import type { RequestOutcome } from '../breaker/shared-breaker.ts';
import type { Lane } from './permit-desk.ts';

/** The right to send one request at `departureMs`, in epoch milliseconds, or up to 250 ms later. */
export type OcpPermit = { readonly departureMs: number };

export type PermitRequest = {
  readonly lane: Lane;
  readonly group: string;
  /** A permit that was obtained before. It is used if it is still valid. */
  readonly held?: OcpPermit;
};

/** The access to an OCP host, which all workers share. */
export type OcpGate = {
  /**
   * Waits until a request may be sent. The end of the request must be reported.
   *
   * @throws {OcpBreakerOpenError} while OCP fails.
   * @throws {OcpPausedError} while a person has paused the requests.
   * @throws the signal's reason when it aborts, or the error of a store that does not answer.
   */
  awaitPermit(request: PermitRequest, signal: AbortSignal): Promise<OcpPermit>;
  /** Gives a permit back for another request of this process, because no request is sent with it. */
  giveBack(permit: OcpPermit): void;
  /** How a request ended. `of`: what it was. */
  report(permit: OcpPermit, outcome: RequestOutcome['kind'], of: Pick<PermitRequest, 'lane' | 'group'>): void;
  /** OCP answered 429, or asked for a wait of `askedMs`. All workers slow down. */
  reportThrottled(askedMs?: number): void;
  /** How many of `most` tasks may run at once now. */
  parallelism(most: number): number;
};
