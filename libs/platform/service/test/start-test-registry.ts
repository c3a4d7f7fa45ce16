import type { Registry } from '@recordings/call-record';
import { makeLogSink, metricSum } from '@recordings/test-kit';
import { makeLogger, makeMetrics, startRegistry } from '../src/index.ts';

type Options = Pick<Parameters<typeof startRegistry>[1], 'check' | 'overrides'>;

/** Starts the reading of a registry, 50 times a second. */
export const startTestRegistry = async (address: string, options: Options = {}) => {
  const metrics = makeMetrics('test');
  const sink = makeLogSink();
  const log = makeLogger({ service: 'test', level: 'info' }, sink);
  const config = { REGISTRY_FILE: address, REGISTRY_RELOAD_SECONDS: 0.02 };
  const live = await startRegistry(config, { metrics, log, ...options });
  const sumOf = async (name: string): Promise<number> => metricSum(await metrics.exposition(), name);
  return {
    ...live,
    hasGroup: (name: string): boolean => findGroup(live.current(), name),
    logged: sink.logged,
    failures: () => sumOf('registry_reload_failures_total'),
    changes: () => sumOf('registry_changes_total'),
  };
};

const findGroup = (registry: Registry, name: string): boolean => registry.findGroup(name) !== undefined;
