import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { countRequests } from './cost/count-requests.ts';

/** Counts the requests of the services and writes them for `docs/cost.md`. Takes about seven minutes. */
const revision = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
const counted = { revision, ...(await countRequests()) };
await writeFile('libs/core/forecast/src/counted-requests.json', `${JSON.stringify(counted, undefined, 2)}\n`);
process.exit(0); // Idle connections to the emulators would keep the process alive.
