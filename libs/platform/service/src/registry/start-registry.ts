import type { Registry } from '@recordings/call-record';
import type { Logger } from '../make-logger.ts';
import type { Metrics } from '../make-metrics.ts';
import { runPeriodically } from '../run-periodically.ts';
import { type LiveRegistry, makeLiveRegistry } from './live-registry.ts';
import { makeReload } from './make-reload.ts';
import { type AwsOverrides, openSource } from './open-source.ts';
import { parseRegistryText } from './parse-registry-text.ts';
import { registryFault } from './registry-fault.ts';
import { makeRegistryMetrics } from './registry-metrics.ts';

export type RegistryConfig = { readonly REGISTRY_FILE: string; readonly REGISTRY_RELOAD_SECONDS: number };

export type RegistryOptions = {
  readonly metrics: Metrics;
  readonly log: Logger;
  /** What the service needs of a registry beyond its shape. @throws if a version lacks it: that version is refused. */
  readonly check?: (registry: Registry) => void;
  readonly overrides?: AwsOverrides;
};

/** `stop` ends the reading. */
export type StartedRegistry = LiveRegistry & { readonly stop: () => void };

/**
 * Reads the registry, and reads it again and again. A version that is wrong is refused: the last good one stays in use.
 *
 * @throws {ConfigurationError} if the first version cannot be used: it names the address and the wrong place.
 */
export const startRegistry = async (
  { REGISTRY_FILE: address, REGISTRY_RELOAD_SECONDS: everyS }: RegistryConfig,
  { metrics, log, check, overrides = {} }: RegistryOptions,
): Promise<StartedRegistry> => {
  const parse = (text: string): Registry => {
    const registry = parseRegistryText(text);
    check?.(registry);
    return registry;
  };
  const { source, tag, registry } = await readFirst(address, overrides, parse);
  let current = registry;
  const replace = (next: Registry): Registry => {
    const before = current;
    current = next;
    return before;
  };
  const reloading = { address, source, parse, replace, metrics: makeRegistryMetrics(metrics), log };
  const stopping = new AbortController();
  const { signal } = stopping;
  void runPeriodically({
    everyMs: everyS * 1000,
    run: makeReload(reloading, tag),
    signal,
    onError: (err) =>
      log.error({ event: 'registry_reload_failed', err }, 'the reading of the registry failed'),
  });
  return {
    ...makeLiveRegistry(() => current),
    stop: () => {
      stopping.abort();
      source.close();
    },
  };
};

const readFirst = async (
  address: string,
  overrides: AwsOverrides,
  parse: (text: string) => Registry,
): Promise<{ source: ReturnType<typeof openSource>; tag: string; registry: Registry }> => {
  try {
    const source = openSource(address, overrides);
    const { text, tag } = (await source.read())!;
    return { source, tag, registry: parse(text) };
  } catch (error) {
    throw registryFault(address, error);
  }
};
