import { timeoutsOf } from './client-limits.ts';
import { makeSnsClient } from './make-sns-client.ts';

describe('the limits of a client', () => {
  it('are options of its request handler', async () => {
    const limits = { connectionTimeoutMs: 11, silenceTimeoutMs: 22, maxAttempts: 3 };
    expect(timeoutsOf(limits)).toEqual({ connectionTimeout: 11, socketTimeout: 22 });
    const client = makeSnsClient(limits, { region: 'us-east-1' });
    expect(await client.config.maxAttempts()).toBe(3);
  });
});
