import { readableProse } from './ocp-prose.ts';

describe('readableProse', () => {
  it('leaves a sentence as OCP wrote it', () => {
    const said = 'BAD_RANGE: from 2026-01-15T10:00 to 11:30 is no whole hour, sí? [42] "x"';
    expect(readableProse(said)).toBe(said);
  });

  it.each([
    ['a number', 'no audio of 911223344, sorry', 'no audio of [digits], sorry'],
    ['seven digits', 'x1234567y 123456', 'x[digits]y 123456'],
    ['an international number', 'sip:+34911223344@ocp', '[phone]'],
    ['one that is spaced', 'caller +34 (911) 22-33.44 hung up', 'caller [digits] hung up'],
  ])('hides %s, for it may be a phone', (_, said, expected) => {
    expect(readableProse(said)).toBe(expected);
  });

  it('hides tokens', () => {
    expect(readableProse('refused Bearer abc.def-1 and eyJhbGciOiJIUzI1NiJ9.eyJzdWIi.c2ln')).toBe(
      'refused Bearer [token] and [token]',
    );
  });

  it('hides a number at the cut', () => {
    expect(readableProse(`${'x'.repeat(294)}911223344`)).toBe(`${'x'.repeat(294)}[digit`);
  });

  it('hides query strings, and joins lines', () => {
    expect(readableProse('GET /a?token=s3cr3t&b=1 failed\r\n\tat Z.java:1\u0000\u2028\uFFFF\uD800 end')).toBe(
      'GET /a?[redacted] failed at Z.java:1 end',
    );
  });

  it('cuts a stack trace, and never inside a character', () => {
    expect(readableProse('\tat com.omilia.x.Y(Z.java:1)\n'.repeat(200))).toHaveLength(300);
    expect(readableProse(`${'x'.repeat(299)}😀`)).toBe('x'.repeat(299));
  });

  it('reads millions of characters quickly', () => {
    expect(readableProse('+1 '.repeat(2_000_000))).toBeDefined();
    expect(readableProse(`+1${' '.repeat(2_000_000)}`)).toBe('+1');
  });

  it.each(['', ' \n\t', '\u0000'])('is undefined without readable text: %j', (said) => {
    expect(readableProse(said)).toBeUndefined();
  });
});
