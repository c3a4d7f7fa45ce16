import { DomainError } from '@recordings/fault';
import { wavOf } from '@recordings/test-kit';
import fc from 'fast-check';
import type { ArchiveEntry } from '../src/archive/archive-entry.ts';
import { readDirectory } from '../src/archive/read-directory.ts';
import { readEntry } from '../src/archive/read-entry.ts';
import { readAll } from './client-fixture.ts';
import { makeZip } from './make-zip.ts';

const recordings = new Map([
  ['zip:call-a.wav', wavOf(3_044)],
  ['zip:Acme_EN~42~1768471200000~call-b.wav', wavOf(2_044, 2)],
  ['zip:call-c.mp3', Buffer.from('ID3 and more bytes of a recording')],
]);
const ZIP = makeZip(
  [...recordings].map(([id, bytes], at) => ({
    name: id.slice(4),
    bytes,
    method: at === 2 ? 0 : 8,
    isStreamed: at === 1,
    isZip64: at === 0,
  })),
);

const change = fc.record({ at: fc.nat(ZIP.length - 1), byte: fc.nat(255) });
const damage = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => damaged(changes)),
  },
  { weight: 1, arbitrary: fc.nat(ZIP.length).map((end) => ZIP.subarray(0, end)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((more) => Buffer.concat([ZIP, more])) },
);

const damaged = (changes: readonly { at: number; byte: number }[]): Buffer => {
  const zip = Buffer.from(ZIP);
  for (const { at, byte } of changes) zip[at] = byte;
  return zip;
};

const bytesOf = (zip: Buffer, entry: ArchiveEntry): Promise<Buffer> => {
  const source = async function* () {
    for (let at = entry.start; at < entry.end; at += 700)
      yield zip.subarray(at, Math.min(at + 700, entry.end));
  };
  return readAll(readEntry(source(), entry, () => undefined));
};

describe('a damaged archive', () => {
  it('gives the bytes of a recording, or an error: never other bytes under its checksum', async () => {
    await fc.assert(
      fc.asyncProperty(damage, async (zip) => {
        try {
          const directory = await readDirectory({ bytes: zip, start: 0, sizeBytes: zip.length });
          for (const entry of directory.recordings.values()) {
            try {
              const read = await bytesOf(zip, entry);
              expect([...recordings.values()].some((bytes) => bytes.equals(read))).toBe(true);
            } catch (error) {
              if (!(error instanceof DomainError)) throw error;
            }
          }
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
        }
      }),
      { numRuns: 1_500 },
    );
  });
});
