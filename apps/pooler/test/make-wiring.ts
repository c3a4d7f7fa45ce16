import type { Registry } from '@recordings/call-record';
import { type Logger, makeLiveRegistry, makeLogger, makeMetrics, observeAws } from '@recordings/service';
import type { Wiring } from '../src/wiring.ts';

/**
 * What the parts of the process share.
 *
 * @param currentRegistry gives the version in use.
 * @param now epoch milliseconds.
 */
export const makeWiring = (
  currentRegistry: () => Registry,
  now: () => number,
  log: Logger = makeLogger({ service: 'pooler', level: 'silent' }),
): Wiring => {
  const metrics = makeMetrics('pooler');
  return {
    registry: makeLiveRegistry(currentRegistry),
    metrics,
    aws: observeAws(metrics),
    clock: { now, watch: (client) => client },
    log,
  };
};
