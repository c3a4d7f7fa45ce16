import { loadConfig, makeLogger, runUntilSignal } from '@recordings/service';
import { Config } from './config.ts';
import { addConfigFile } from './config-file.ts';
import { executeOnce } from './execute-once.ts';
import { readCommandLine } from './read-command-line.ts';
import { startPooler } from './start-pooler.ts';

const log = makeLogger({ service: 'pooler', level: 'info' });

await runUntilSignal({
  log,
  start: async (signal) => {
    const config = loadConfig(Config, readCommandLine(process.argv.slice(2), addConfigFile(process.env)));
    if (!config.RUN_ONCE) return startPooler(config, log, signal);
    await executeOnce(config, log, signal); // If it throws, the process exits 1.
    process.exit(0);
  },
});
