import { readFile } from 'node:fs/promises';
import type { CountedRequests } from '../cost/count-requests.ts';
import { countPushedCall } from '../cost/count-requests.ts';

/** Not a request. It differs by the length of numbers and times in the log. */
const LOG_BYTES = 'Log bytes';

describe('the counted requests of docs/cost.md', () => {
  it('are those that a pushed call makes now; else run node tools/cost-count.ts and npm run docs', async () => {
    const text = await readFile('tools/cost/counted-requests.json', 'utf8');
    const { [LOG_BYTES]: _, ...written } = (JSON.parse(text) as CountedRequests).pushedCall;
    const { [LOG_BYTES]: bytes, ...counted } = await countPushedCall(20);
    expect(counted).toEqual(written);
    expect(bytes).toBeGreaterThan(0);
  }, 180_000);
});
