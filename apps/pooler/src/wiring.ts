import type { Registry } from '@recordings/call-record';
import type { AwsObserver, Clock, Logger, Metrics } from '@recordings/service';

/** What every part of the process shares. */
export type Wiring = {
  readonly registry: Registry;
  readonly metrics: Metrics;
  readonly aws: AwsObserver;
  readonly clock: Pick<Clock, 'now' | 'watch'>;
  readonly log: Logger;
};
