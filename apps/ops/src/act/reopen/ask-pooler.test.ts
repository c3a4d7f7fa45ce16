import { startServer } from '@recordings/test-kit';
import { askPooler, sayAsked } from './ask-pooler.ts';

const never = new AbortController().signal;
const POOLER_API_KEY = 'operator-key';

describe('askPooler', () => {
  it('sends no request without an address or a key', async () => {
    const asked = await askPooler({ POOLER_URL: 'http://127.0.0.1:1', POOLER_API_KEY: undefined }, {}, never);
    expect(asked).toEqual({ kind: 'not configured' });
    expect(sayAsked(asked)).toContain('The next execution of the pooler takes them');
  });

  it.each([
    ['{"batchId":"b-1","totalCallsFound":1}', 'The pooler took them in execution b-1.'],
    ['{"status":"ok"}', 'it gave no summary'],
  ])('says by the answer %s: %s', async (body, expected) => {
    const pooler = await startServer((_, response) => response.end(body));
    const asked = await askPooler({ POOLER_URL: pooler.url, POOLER_API_KEY }, {}, never);
    await pooler.stop();
    expect(sayAsked(asked)).toContain(expected);
  });

  it('does not throw if the pooler does not answer: the next execution takes the calls', async () => {
    const asked = await askPooler({ POOLER_URL: 'http://127.0.0.1:1', POOLER_API_KEY }, {}, never);
    expect(asked).toEqual({ kind: 'refused', why: expect.stringContaining('fetch failed') });
    expect(sayAsked(asked)).toContain('the next one takes them');
  });
});
