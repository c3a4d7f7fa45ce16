import { parseArgs } from 'node:util';
import { orUsage } from '../or-usage.ts';
import { clients } from './clients.ts';
import { playClient, type Row } from './play-client.ts';
import { isInstalled } from './run-client.ts';
import { startStorage } from './start-storage.ts';

const names = clients.map(({ name }) => name).join(',');
const USAGE = `usage: npm run clients -- [--count 300] [--only ${names}]

Pushes recordings by clients of other authors, and looks for each recording in storage.`;

const { values } = orUsage(USAGE, () =>
  parseArgs({
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      count: { type: 'string', default: '300' },
      only: { type: 'string', default: names },
    },
  }),
);
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const storage = await startStorage();
const rows: Row[] = [];
for (const client of clients.filter(({ name }) => values.only.split(',').includes(name))) {
  if (isInstalled(client)) rows.push(...(await playClient(client, Number(values.count), storage)));
  else console.error(`${client.name} is not on this machine`);
}
console.table(rows);
for (const line of storage.failures()) console.error(line);
await storage.stop();
// Idle connections to the emulators would keep the process alive.
process.exit(rows.some(({ lost }) => lost > 0) ? 1 : 0);
