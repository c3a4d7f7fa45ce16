import { loadConfig, makeLogger, runUntilSignal } from '@recordings/service';
import { Config } from './config.ts';
import { startIngestionApi } from './start-ingestion-api.ts';

const log = makeLogger({ service: 'ingestion-api', level: 'info' });

await runUntilSignal({
  log,
  start: () => startIngestionApi(loadConfig(Config, process.env), log),
});
