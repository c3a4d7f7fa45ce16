import { createHash, createHmac } from 'node:crypto';
import { Sha256 } from './sha256.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const digest = async (parts: readonly string[], secret?: string | Uint8Array): Promise<string> => {
  const hash = new Sha256(secret);
  for (const part of parts) hash.update(bytes(part));
  return Buffer.from(await hash.digest()).toString('hex');
};

describe('Sha256', () => {
  it.each([[[]], [['abc']], [['a', '', 'bü', 'c']]])('hashes %j as node:crypto does', async (parts) => {
    expect(await digest(parts)).toBe(createHash('sha256').update(parts.join('')).digest('hex'));
  });

  it('keeps the secrets of several credentials apart, and uses each again', async () => {
    const derived = [bytes('derived 1'), bytes('derived 2')];
    for (const secret of ['secret 1', 'secret 2', 'secret 1', ...derived, ...derived]) {
      const expected = createHmac('sha256', secret).update('text').digest('hex');
      expect(await digest(['te', 'xt'], secret)).toBe(expected);
    }
  });

  it('forgets what it was given when it is reset', async () => {
    const hash = new Sha256();
    hash.update(bytes('x'));
    hash.reset();
    expect(Buffer.from(await hash.digest())).toEqual(createHash('sha256').digest());
  });
});
