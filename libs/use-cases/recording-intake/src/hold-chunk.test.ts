import { makeHoldChunk } from './hold-chunk.ts';

const join = (chunks: readonly Uint8Array[]): string => Buffer.concat(chunks).toString();

describe('makeHoldChunk', () => {
  it('keeps a large chunk as it is', () => {
    const held: Uint8Array[] = [];
    const chunk = Buffer.alloc(1_024);
    makeHoldChunk(held)(chunk);
    expect(held).toEqual([chunk]);
    expect(held[0]).toBe(chunk);
  });

  it('copies single bytes together', () => {
    const held: Uint8Array[] = [];
    const hold = makeHoldChunk(held);
    const text = 'abc'.repeat(20_000);
    for (const letter of text) hold(Buffer.from(letter));
    expect(join(held)).toBe(text);
    expect(held).toHaveLength(4);
  });

  it('keeps the order of small and large chunks', () => {
    const held: Uint8Array[] = [];
    const hold = makeHoldChunk(held);
    const chunks = ['a', 'b', 'c'.repeat(2_000), 'd', 'e'.repeat(1_023), 'f'.repeat(16_000)];
    for (const chunk of chunks) hold(Buffer.from(chunk));
    expect(join(held)).toBe(chunks.join(''));
  });

  it('begins anew after the held chunks were taken', () => {
    const held: Uint8Array[] = [];
    const hold = makeHoldChunk(held);
    hold(Buffer.from('a'));
    const taken = held.splice(0);
    hold(Buffer.from('b'));
    expect([join(taken), join(held)]).toEqual(['a', 'b']);
  });
});
