import fc from 'fast-check';
import { allPaths, probeChunks, probeWhole, readRecording } from './recordings.ts';

/** Cuts into pieces whose sizes repeat; a size of 0 gives an empty chunk. */
const cut = function* (bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  let at = 0;
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length]!;
    yield bytes.slice(at, at + size);
    at += size;
  }
};

/** Refills one buffer, as an upload's pool does, so that a chunk that is kept by mistake changes. */
const cutIntoOneBuffer = function* (bytes: Uint8Array, size: number): Generator<Uint8Array> {
  const buffer = new Uint8Array(size);
  for (let at = 0; at < bytes.length; at += size) {
    const piece = bytes.subarray(at, at + size);
    buffer.fill(0xaa);
    buffer.set(piece);
    yield buffer.subarray(0, piece.length);
  }
};

const sizes = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 80 }), fc.integer({ min: 1, max: 70_000 })), {
    minLength: 1,
    maxLength: 6,
  })
  .filter((list) => list.reduce((sum, size) => sum + size, 0) >= list.length);

describe.each(allPaths)('the verdict on %s', (path) => {
  const bytes = readRecording(path);
  const whole = probeWhole(bytes);

  it('does not depend on how the bytes are split', () => {
    fc.assert(
      fc.property(sizes, (list) => {
        expect(probeChunks(cut(bytes, list))).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  it('is the same byte by byte', () => {
    expect(probeChunks(cutIntoOneBuffer(bytes, 1))).toEqual(whole);
  });

  it('does not depend on chunks keeping their content', () => {
    expect(probeChunks(cutIntoOneBuffer(bytes, 61))).toEqual(whole);
  });
});
