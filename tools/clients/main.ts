import { parseArgs } from 'node:util';
import { orUsage } from '../or-usage.ts';
import { playClient, type Row } from './play-client.ts';
import { names, readOptions } from './read-options.ts';
import { isInstalled } from './run-client.ts';
import { startStorage } from './start-storage.ts';

const USAGE = `usage: npm run clients -- [--count 300] [--only ${names.join(',')}]

Pushes recordings by clients of other authors, and looks for each recording in storage.`;

const { values } = orUsage(USAGE, () =>
  parseArgs({
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      count: { type: 'string', default: '300' },
      only: { type: 'string', default: names.join(',') },
    },
  }),
);
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const { chosen, count } = orUsage(USAGE, () => readOptions(values));
const storage = await startStorage();
const rows: Row[] = [];
for (const client of chosen) {
  if (isInstalled(client)) rows.push(...(await playClient(client, count, storage)));
  else console.error(`${client.name} is not on this machine`);
}
console.table(rows);
for (const line of storage.failures()) console.error(line);
await storage.stop();
// Idle connections to the emulators would keep the process alive.
process.exit(rows.length === 0 || rows.some(({ lost }) => lost > 0) ? 1 : 0);
