import { loadConfig, makeLogger, runUntilSignal } from '@recordings/service';
import { Config } from './config.ts';
import { startPooler } from './start-pooler.ts';

const log = makeLogger({ service: 'pooler', level: 'info' });

await runUntilSignal({
  log,
  environment: process.env,
  start: (signal) => startPooler(loadConfig(Config, process.env), log, signal),
});
