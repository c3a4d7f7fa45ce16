import type { ProbeExchange } from './probe-exchange.ts';
import { redactExchange, redactFinding } from './redact-exchange.ts';

const SECRET = 'key-that-no-file-may-have';
const PHONE = '+15550100123';
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';

const exchange: ProbeExchange = {
  operation: 'jobRecordings',
  method: 'GET',
  url: new URL(`https://ocp.example/exports/7?page=2&key=${SECRET}`),
  sent: { group: 'Acme_EN', password: 'letters' },
  status: 200,
  headers: {
    'content-type': 'application/json',
    'set-cookie': 'session=1',
    'x-api-key': SECRET,
    'x-checksum-sha256': 'ab',
  },
  answer: {
    recordings: [
      {
        ...{ callId: 'c-1', number: '9007199254740993', customerId: 'Jo', agent: 'Ann', loyalty: 'gold' },
        ...{ audioUrl: 'https://store.example/a.wav?sig=1', note: `call ${PHONE}`, token: JWT },
      },
    ],
    echo: `Bearer ${SECRET}`,
  },
};

describe('an exchange that is kept', () => {
  const kept = redactExchange(exchange, { kind: 'api-key', apiKey: SECRET } as never, {
    pii: { loyalty: 'keep' },
  });

  it('has no secret, no number, no personal field, and no signature of a link', () => {
    const text = JSON.stringify(kept);
    for (const hidden of [SECRET, PHONE, JWT, 'sig=1', 'session=1', 'letters', 'Jo', 'Ann', 'gold'])
      expect(text).not.toContain(hidden);
  });

  it('has what says the form of the API', () => {
    expect(kept).toEqual({
      operation: 'jobRecordings',
      request: {
        ...{ method: 'GET', url: 'https://ocp.example/exports/7', query: { page: '2', key: '[credential]' } },
        body: { group: 'Acme_EN' },
      },
      status: 200,
      headers: { 'content-type': 'application/json', 'x-checksum-sha256': 'ab' },
      answer: {
        recordings: [
          {
            ...{ callId: 'c-1', number: '9007199254740993' },
            ...{ audioUrl: 'https://store.example/a.wav?[left out]', note: 'call [phone]' },
          },
        ],
        echo: expect.not.stringContaining(SECRET),
      },
    });
  });

  it('has of a file its form, size and checksum, and no audio', () => {
    const start = Buffer.from('RIFF0000WAVE');
    const { answer: _, ...of } = exchange;
    const file = redactExchange(
      { ...of, file: { sizeBytes: 9, sha256: 'cd', start } },
      { kind: 'pat', token: SECRET },
      { pii: {} },
    );
    expect(file).toMatchObject({ file: { form: 'WAV', sizeBytes: 9, sha256: 'cd' } });
    expect(JSON.stringify(file)).not.toContain('RIFF0000');
  });
});

describe('a finding that is kept', () => {
  it('has no secret, no number, and no signature of a link', () => {
    const seen = `HTTP 400: ${SECRET} called ${PHONE}, see /next?page=2&sig=1`;
    const { seen: kept, set } = redactFinding(
      { setting: 'api.createJob.body', says: '/group', seen, set: '{ at: /data/id, as: string }' },
      { kind: 'pat', token: SECRET },
      { pii: {} },
    );
    expect(kept).toBe('HTTP 400: [credential] called [phone], see /next?[left out]');
    expect(set).toBe('{ at: /data/id, as: string }');
  });
});
