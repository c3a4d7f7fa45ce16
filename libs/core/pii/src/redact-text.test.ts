import { redactText } from './redact-text.ts';

describe('redactText', () => {
  it.each([
    ['+15550100123', '[phone]'],
    ['+1 (555) 010-0123', '[phone]'],
    ['call (555) 010-0123 back', 'call [phone] back'],
    ['555-010-0123', '[phone]'],
    ['ani=%2B15550100123&x=1', 'ani=[phone]&x=1'],
    ['sip:+15550100123@example.com;user=phone', '[phone];user=phone'],
    ['tel:15550100123', '[phone]'],
    ['4111111111111111', '[card]'],
    ['card 4111 1111 1111 1111.', 'card [card].'],
    ['5500-0055-5555-5559', '[card]'],
    ['Bearer abc.DEF-123', 'Bearer [token]'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl', '[token]'],
    [
      'https://s3/x?X-Amz-Signature=abc123&X-Amz-Expires=900',
      'https://s3/x?X-Amz-Signature=[token]&X-Amz-Expires=900',
    ],
    ['?api_key=abc123', '?api_key=[token]'],
    [`AQCEAAAAKgAAAAMAAAAAAAAAAUfKxR${'a1+/'.repeat(30)}==`, '[token]'],
    [
      `Value 'AAAAKgAAAAIAAAAAAAAAAeyJ${'bZ9/'.repeat(30)}=' at 'taskToken'`,
      "Value '[token]' at 'taskToken'",
    ],
  ])('changes %s to %s', (text, redacted) => {
    expect(redactText(text)).toBe(redacted);
    expect(redactText(redacted)).toBe(redacted);
  });

  it.each([
    '2026-01-15T10:30:00.000+0100',
    '2026-01-15 10:30:00',
    '1768473000123',
    'NF_Sales~123~20260115103009~dialog.wav',
    '20260115103009000',
    '4111111111111112',
    'a41111111111111111b',
    '0b9d8e3a-4111-4111-8111-111111111111',
    `${'f'.repeat(20)}4111111111111111${'a'.repeat(28)}`,
    '10.0.0.1:8080',
    'recordings/acme/15550100123/a1b2',
    'NF_Sales_EN',
    'version 1.2.3+456',
    'completed',
  ])('leaves %s as it is', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('redacts a JWT whose run of word characters and hyphens begins before it', () => {
    expect(redactText('session-eyJhbGciOi.eyJzdWIi.c2ln')).toBe('session-[token]');
  });

  // A text of 200 KB takes milliseconds. With a rule that is quadratic it took over 20 s.
  it.each([
    ...['1', '+1 ', '+1-', '%2B1', '4 ', '4111-', '(555) ', '555-', '+1 555 010 012', 'tel:', 'sips:a '],
    ...['eyJ', 'eyJ-', 'eyJ.', 'eyJaaaaa-', 'EYJ-a', 'a-', '-', 'A', 'AKIA', 'bearer ', 'bearer  a'],
    ...['AAAAKg', 'AAAAKgAAAA', 'AAAAKgAAAA/', 'aAAAAKgAAAA ', 'a/', 'key=', 'key=&', 'token-', '-secret='],
  ])('takes a time that grows with the length of the text only, for a text of %j', (part) => {
    const text = `token ${part.repeat(200_000 / part.length)}`;
    const start = performance.now();
    redactText(text);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
