import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { makeBufferPool } from './buffer-pool.ts';
import { makePartBuffer } from './part-buffer.ts';

const never = new AbortController().signal;

describe('makePartBuffer', () => {
  it('returns every byte once, in order, in full parts with their checksum, and a rest', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 7 }),
        fc.array(fc.uint8Array({ maxLength: 20 })),
        async (sizeBytes, chunks) => {
          const buffer = makePartBuffer(makeBufferPool({ sizeBytes, maxInUse: 1, maxFree: 1, spares: 0 }));
          const parts: Uint8Array[] = [];
          for (const chunk of chunks) {
            for (let offset = 0; offset < chunk.length; ) {
              await buffer.prepare(never);
              offset += buffer.fill(chunk.subarray(offset));
              if (!buffer.isFull()) continue;
              const { bytes, crc32: checksum, release } = buffer.take();
              expect(checksum).toBe(crc32(bytes));
              parts.push(Uint8Array.from(bytes));
              release();
            }
          }
          expect(parts.every((part) => part.length === sizeBytes)).toBe(true);
          if (!buffer.isEmpty()) parts.push(Uint8Array.from(buffer.take().bytes));
          expect(Buffer.concat(parts).equals(Buffer.concat(chunks))).toBe(true);
        },
      ),
    );
  });

  it('keeps a part as it is while the next one fills', async () => {
    const pool = makeBufferPool({ sizeBytes: 2, maxFree: 2, spares: 1 });
    const buffer = makePartBuffer(pool);
    await buffer.prepare(never);
    buffer.fill(Buffer.from('ab'));
    const part = buffer.take();
    await buffer.prepare(never);
    buffer.fill(Buffer.from('cd'));
    expect(Buffer.from(part.bytes).toString()).toBe('ab');
    part.release();
    expect((await pool.take(never)).toString()).toBe('ab');
  });
});
