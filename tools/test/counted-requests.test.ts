import { countedRequests, LOG_BYTES } from '@recordings/forecast';
import { countPushedCall } from '../cost/count-requests.ts';

describe('the counted requests of docs/cost.md', () => {
  it('are those that a pushed call makes now; else run node tools/cost-count.ts and npm run docs', async () => {
    // Bytes of the log differ by the length of numbers and times.
    const { [LOG_BYTES]: _, ...written } = countedRequests.pushedCall;
    const { [LOG_BYTES]: bytes, ...counted } = await countPushedCall(20);
    expect(counted).toEqual(written);
    expect(bytes).toBeGreaterThan(0);
  }, 180_000);
});
