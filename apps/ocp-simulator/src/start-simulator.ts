import {
  type Logger,
  loadRegistry,
  makeMetrics,
  makeMonitoringServer,
  type Running,
} from '@recordings/service';
import { loadAudioLibrary } from './audio-library/load-audio-library.ts';
import { readTls } from './auth/tls.ts';
import type { Config } from './config.ts';
import { makeDayServer } from './day/make-day-server.ts';
import { makeDays } from './day/make-days.ts';
import { planOfConfig } from './day/plan-of-config.ts';
import { loadScript } from './script/load-script.ts';

/**
 * Plans the calls and listens.
 *
 * @throws {ConfigurationError} if the registry, the audio folder or the script cannot be used.
 * @throws {RangeError} if the calls do not fit into the span.
 */
export const startSimulator = async (
  config: Config,
  log: Logger,
  signal: AbortSignal,
  now: () => number = Date.now,
): Promise<Running & { readonly url: string; readonly monitoringUrl: string }> => {
  const registry = await loadRegistry(config.REGISTRY_FILE);
  const audio = await loadAudioLibrary(config.AUDIO_DIR, log);
  const defaults = planOfConfig(config);
  const script = loadScript(config.SCRIPT_FILE, registry);
  const days = await makeDays({ config, registry, audio, script, log, now, signal }, defaults);
  const tls = config.OCP_TLS_DIR === undefined ? undefined : readTls(config.OCP_TLS_DIR);
  const server = makeDayServer({ days, defaults, log, tls });
  const address = await server.listen({ host: config.HOST, port: config.PORT });
  // The framework does not know that the server speaks TLS.
  const url = tls ? address.replace(/^http:/, 'https:') : address;
  const monitoring = makeMonitoringServer({
    host: config.HOST,
    port: config.MONITORING_PORT,
    metrics: makeMetrics('ocp-simulator'),
    ready: async () => ({}),
    log,
  });
  const monitoringUrl = await monitoring.start();
  log.info({ event: 'listening', url, monitoringUrl, calls: config.CALLS }, 'listening');
  return {
    url,
    monitoringUrl,
    stop: () => monitoring.stopAfter(() => Promise.all([server.close(), days.close()])),
  };
};
