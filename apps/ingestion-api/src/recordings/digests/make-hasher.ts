import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Crc32c, Crc64Nvme } from '@aws-sdk/checksums/crc';
import type { DigestAlgorithm } from './declared-digest.ts';

/** Computes one digest over bytes that come in pieces. */
export type Hasher = {
  update(chunk: Uint8Array): void;
  digest(): Promise<Uint8Array>;
};

export const makeHasher = (algorithm: DigestAlgorithm): Hasher => {
  switch (algorithm) {
    case 'sha-256':
      return makeNodeHasher('sha256');
    case 'sha-512':
      return makeNodeHasher('sha512');
    case 'sha-1':
      return makeNodeHasher('sha1');
    case 'crc32':
      return makeCrc32();
    case 'crc32c':
      return new Crc32c();
    case 'crc64nvme':
      return new Crc64Nvme();
    default:
      return algorithm satisfies never;
  }
};

const makeNodeHasher = (name: string): Hasher => {
  const hash = createHash(name);
  return {
    update: (chunk) => void hash.update(chunk),
    digest: () => Promise.resolve(hash.digest()),
  };
};

/** S3 writes a CRC32 as four bytes, most significant first. */
const makeCrc32 = (): Hasher => {
  let checksum = 0;
  return {
    update: (chunk) => {
      checksum = crc32(chunk, checksum);
    },
    digest: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(checksum);
      return Promise.resolve(bytes);
    },
  };
};
