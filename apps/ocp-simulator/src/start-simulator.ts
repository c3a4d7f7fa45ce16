import { loadRegistry, type Logger, type Running } from '@recordings/service';
import { loadAudioLibrary } from './audio-library/load-audio-library.ts';
import type { Config } from './config.ts';
import { makeSimulator } from './make-simulator.ts';
import { planCalls } from './plan/plan-calls.ts';
import { simulatedGroups } from './simulated-groups.ts';

const HOUR_MS = 3_600_000;

/**
 * Plans the calls and listens.
 *
 * @throws {ConfigurationError} if the registry or the audio folder cannot be used.
 * @throws {RangeError} if the calls do not fit into the span.
 */
export const startSimulator = async (
  config: Config,
  log: Logger,
  signal: AbortSignal,
  now: () => number = Date.now,
): Promise<Running & { readonly url: string }> => {
  const registry = await loadRegistry(config.REGISTRY_FILE);
  const spanEnd = config.SPAN_END === undefined ? lastFullHour(now()) : Date.parse(config.SPAN_END);
  const audio = await loadAudioLibrary(config.AUDIO_DIR, log);
  const calls = planCalls({
    seed: config.SEED,
    calls: config.CALLS,
    loss: config.LOSS,
    faults: new Set(config.FAULTS),
    spanEnd,
    spanMs: config.SPAN_MS,
    groups: simulatedGroups(registry, spanEnd - config.SPAN_MS),
    audioFiles: audio.files,
  });
  const groupNames = registry.groups.map(({ name }) => name);
  const simulator = makeSimulator({ config, calls, audio, groupNames, log, now, signal });
  const url = await simulator.app.listen({ host: config.HOST, port: config.PORT });
  log.info({ event: 'listening', url, calls: calls.length }, 'listening');
  return { url, stop: () => simulator.close() };
};

const lastFullHour = (now: number): number => Math.floor(now / HOUR_MS) * HOUR_MS;
