import { loadConfig, makeLogger, runUntilSignal } from '@recordings/service';
import { Config } from './config.ts';
import { startArchiver } from './start-archiver.ts';

const log = makeLogger({ service: 'archiver', level: 'info' });

await runUntilSignal({
  log,
  start: () => startArchiver(loadConfig(Config, process.env), log),
});
