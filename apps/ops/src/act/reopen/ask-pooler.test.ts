import { askPooler, sayAsked } from './ask-pooler.ts';

const never = new AbortController().signal;
const POOLER_API_KEY = 'operator-key';

describe('askPooler', () => {
  it('sends no request without an address or a key', async () => {
    const asked = await askPooler({ POOLER_URL: 'http://127.0.0.1:1', POOLER_API_KEY: undefined }, {}, never);
    expect(asked).toEqual({ kind: 'not configured' });
    expect(sayAsked(asked)).toContain('The next execution of the pooler takes them');
  });

  it('does not throw if the pooler does not answer: the next execution takes the calls', async () => {
    const asked = await askPooler({ POOLER_URL: 'http://127.0.0.1:1', POOLER_API_KEY }, {}, never);
    expect(asked).toEqual({ kind: 'refused', why: expect.stringContaining('fetch failed') });
    expect(sayAsked(asked)).toContain('the next one takes them');
  });
});
