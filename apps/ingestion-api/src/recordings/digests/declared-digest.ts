/** The algorithms that we check, with the length of their digests in bytes. */
export const digestBytes = {
  'sha-256': 32,
  'sha-512': 64,
  'sha-1': 20,
  crc32: 4,
  crc32c: 4,
  crc64nvme: 8,
} as const;

export type DigestAlgorithm = keyof typeof digestBytes;

/** What a sender says of the bytes. `place`: the header or trailer that says it. */
export type DeclaredDigest = {
  readonly place: string;
  readonly algorithm: DigestAlgorithm;
  readonly expected: Buffer;
};
