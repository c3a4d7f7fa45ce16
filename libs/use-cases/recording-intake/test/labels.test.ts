import { readChecksum, readLabel } from '../src/index.ts';

const hex = '0123456789abcdef'.repeat(4);
const bytes = Buffer.from(hex, 'hex');

describe('readLabel', () => {
  it.each(['', '  ', 'undefined', 'NULL', ' none '])('returns undefined for "%s"', (text) => {
    expect(readLabel(text)).toBeUndefined();
  });

  it('returns undefined for an absent label', () => {
    expect(readLabel(undefined)).toBeUndefined();
  });

  it.each(['c-1', ' c ', 'nonesuch'])('returns "%s" unchanged', (text) => {
    expect(readLabel(text)).toBe(text);
  });
});

describe('readChecksum', () => {
  it.each([
    ['hex', hex],
    ['hex in capitals', hex.toUpperCase()],
    ['base64', bytes.toString('base64')],
    ['base64 without padding', bytes.toString('base64').replace('=', '')],
    ['base64url', bytes.toString('base64url')],
  ])('reads %s', (_, text) => {
    expect(readChecksum(text, 'the header')).toBe(hex);
  });

  it.each(['', hex.slice(1), `${hex}0`, `x${hex}`, 'zz'.repeat(32), Buffer.alloc(16).toString('base64')])(
    'rejects "%s" and names the place',
    (text) => {
      expect(() => readChecksum(text, 'the header X')).toThrow(/^the header X must be a SHA-256/);
    },
  );
});
