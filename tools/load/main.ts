import { orUsage } from '../or-usage.ts';
import { readOptions, USAGE } from './read-options.ts';
import { isGood } from './report-load.ts';
import { runLoad } from './run-load.ts';

/** Lost calls that are printed one by one. */
const SHOWN = 20;

const options = orUsage(USAGE, () => readOptions(process.argv.slice(2)));
if (options.help) {
  console.log(USAGE);
  process.exit(0);
}
const report = await runLoad(options, (line) => console.error(line));
if (options.json) console.log(JSON.stringify(report, undefined, 2));
else {
  const { events, recordings, recovery, lost, answers } = report;
  console.table({ events, recordings });
  if (recovery) console.table({ recovery });
  for (const [words, count] of Object.entries(answers)) console.log(`${count} times ${words}`);
  for (const { callId, why } of lost.slice(0, SHOWN)) console.log(`not stored: ${callId}: ${why}`);
  if (lost.length > SHOWN) console.log(`and ${lost.length - SHOWN} more`);
  console.log(`${recordings.accepted} recordings accepted, ${lost.length} calls not stored`);
}
process.exit(isGood(report) ? 0 : 1);
