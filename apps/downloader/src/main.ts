import { loadConfig, makeLogger, runUntilSignal } from '@recordings/service';
import { Config } from './config.ts';
import { startDownloader } from './start-downloader.ts';

const log = makeLogger({ service: 'downloader', level: 'info' });

await runUntilSignal({
  log,
  start: () => startDownloader(loadConfig(Config, process.env), log),
});
