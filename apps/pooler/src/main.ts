import { loadConfig, makeLogger, runUntilSignal } from '@recordings/service';
import { Config } from './config.ts';
import { addConfigFile } from './config-file.ts';
import { executeOnce } from './execute-once.ts';
import { chooseLogStream, readCommandLine } from './read-command-line.ts';
import { renderPlan } from './render-plan.ts';
import { startPooler } from './start-pooler.ts';

const args = process.argv.slice(2);
const log = makeLogger({ service: 'pooler', level: 'info' }, chooseLogStream(args));

await runUntilSignal({
  log,
  start: async (signal) => {
    const { variables, planFormat } = readCommandLine(args, addConfigFile(process.env));
    const config = loadConfig(Config, variables);
    if (!config.RUN_ONCE) return startPooler(config, log, signal);
    const execution = await executeOnce(config, log, signal); // If it throws, the process exits 1.
    if (planFormat) process.stdout.write(renderPlan(execution, planFormat));
    process.exit(0);
  },
});
