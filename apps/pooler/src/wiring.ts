import type { AwsObserver, Clock, LiveRegistry, Logger, Metrics } from '@recordings/service';

/** What every part of the process shares. */
export type Wiring = {
  readonly registry: LiveRegistry;
  readonly metrics: Metrics;
  readonly aws: AwsObserver;
  readonly clock: Pick<Clock, 'now' | 'watch'>;
  readonly log: Logger;
};
