import { freeChunk } from './free-chunk.ts';

describe('freeChunk', () => {
  it('empties a chunk that has its memory alone', () => {
    const chunk = Buffer.alloc(4_096, 'a');
    freeChunk(chunk);
    expect([chunk.length, chunk.buffer.byteLength]).toEqual([0, 0]);
  });

  it('leaves a small chunk, which may be the buffer of a parser', () => {
    const chunk = Buffer.alloc(4_095, 'a');
    freeChunk(chunk);
    expect(chunk.buffer.byteLength).toBe(4_095);
  });

  it('leaves a chunk that shares its memory with other bytes', () => {
    const both = Buffer.from(new ArrayBuffer(8_192)).fill('ab');
    freeChunk(both.subarray(0, 4_096));
    expect(both.toString()).toBe('ab'.repeat(4_096));
  });

  it('leaves memory that threads share', () => {
    const chunk = new Uint8Array(new SharedArrayBuffer(4_096));
    freeChunk(chunk);
    expect(chunk).toHaveLength(4_096);
  });

  it('does nothing to a chunk that is free already', () => {
    const chunk = new Uint8Array(4_096);
    freeChunk(chunk);
    expect(() => freeChunk(chunk)).not.toThrow();
  });
});
