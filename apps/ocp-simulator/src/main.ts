import { loadConfig, makeLogger, runUntilSignal } from '@recordings/service';
import { Config } from './config.ts';
import { startSimulator } from './start-simulator.ts';

const log = makeLogger({ service: 'ocp-simulator', level: process.env['LOG_LEVEL'] ?? 'info' });

await runUntilSignal({
  log,
  start: async (signal) => startSimulator(loadConfig(Config, process.env), log, signal),
});
