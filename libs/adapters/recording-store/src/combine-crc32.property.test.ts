import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { combineCrc32 } from './combine-crc32.ts';

describe('combineCrc32', () => {
  it('gives the checksum of both runs together', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 2_000 }),
        fc.uint8Array({ maxLength: 2_000 }),
        (first, second) => {
          const combined = combineCrc32(crc32(first), crc32(second), second.length);
          expect(combined).toBe(crc32(Buffer.concat([first, second])));
        },
      ),
    );
  });

  it('combines a run of the size of a part, also after no bytes', () => {
    const part = Buffer.alloc(5 * 1_048_576, 'recording');
    expect(combineCrc32(0, crc32(part), part.length)).toBe(crc32(part));
    expect(combineCrc32(crc32(part), crc32(part), part.length)).toBe(crc32(part, crc32(part)));
  });
});
