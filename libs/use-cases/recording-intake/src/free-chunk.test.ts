import { freeChunk } from './free-chunk.ts';

describe('freeChunk', () => {
  it('empties a chunk that has its memory alone', () => {
    const chunk = Buffer.alloc(100, 'a');
    freeChunk(chunk);
    expect([chunk.length, chunk.buffer.byteLength]).toEqual([0, 0]);
  });

  it('leaves a chunk that shares its memory with other bytes', () => {
    const both = Buffer.from(new ArrayBuffer(8)).fill('ab');
    freeChunk(both.subarray(0, 4));
    expect(both.toString()).toBe('abababab');
  });

  it('leaves memory that threads share', () => {
    const chunk = new Uint8Array(new SharedArrayBuffer(4));
    freeChunk(chunk);
    expect(chunk).toHaveLength(4);
  });

  it('does nothing to a chunk that is free already', () => {
    const chunk = new Uint8Array(4);
    freeChunk(chunk);
    expect(() => freeChunk(chunk)).not.toThrow();
  });
});
