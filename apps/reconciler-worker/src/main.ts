import { loadConfig, makeLogger, runUntilSignal } from '@recordings/service';
import { Config } from './config.ts';
import { startReconcilerWorker } from './start-reconciler-worker.ts';

const log = makeLogger({ service: 'reconciler-worker', level: 'info' });

await runUntilSignal({
  log,
  start: (signal) => startReconcilerWorker(loadConfig(Config, process.env), log, signal),
});
