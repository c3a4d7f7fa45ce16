import { NotFound, type S3Client } from '@aws-sdk/client-s3';
import { findObject, matches, type StoredObject, verifyStored } from './find-object.ts';

const never = new AbortController().signal;
const location = { bucket: 'b', key: 'k' };
const stored: StoredObject = {
  sizeBytes: 3,
  etag: 'e',
  metadata: { sha256: 'aa', 'call-id': '+34911223344' },
  sha256: 'base64-sha',
  crc32: 'base64-crc',
};

const s3That = (answer: object | Error) => {
  const inputs: object[] = [];
  const send = async ({ input }: { input: object }): Promise<object> => {
    inputs.push(input);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { s3: { send } as unknown as S3Client, inputs };
};

describe('matches', () => {
  it('compares size, checksums and the expected metadata', () => {
    const { sizeBytes: _, ...checks } = { sizeBytes: 3, sha256: 'base64-sha', crc32: 'base64-crc' };
    expect(matches(stored, { sizeBytes: 3, ...checks, metadata: { sha256: 'aa' } })).toBe(true);
    expect(matches(stored, { sizeBytes: 3 })).toBe(true);
  });

  it.each([
    [{ sizeBytes: 4 }],
    [{ sizeBytes: 3, sha256: 'other' }],
    [{ sizeBytes: 3, crc32: 'other' }],
    [{ sizeBytes: 3, metadata: { sha256: 'bb' } }],
    [{ sizeBytes: 3, metadata: { sha256: 'aa', 'staging-id': 'x' } }],
  ])('does not take another object for %j', (expected) => {
    expect(matches(stored, expected)).toBe(false);
  });

  it('does not compare a checksum that S3 does not give', () => {
    const unknown = { ...stored, sha256: undefined, crc32: undefined };
    expect(matches(unknown, { sizeBytes: 3, sha256: 'x', crc32: 'y' })).toBe(true);
    expect(matches({ ...unknown, sizeBytes: undefined }, { sizeBytes: 3 })).toBe(false);
  });
});

describe('findObject', () => {
  const head = {
    ContentLength: 3,
    ETag: 'e',
    Metadata: { sha256: 'aa' },
    ChecksumSHA256: 'sha',
    ChecksumCRC32: 'crc',
  };

  it('asks for checksums, and gives those of whole objects', async () => {
    const { s3, inputs } = s3That({ ...head, ChecksumType: 'FULL_OBJECT' });
    expect(await findObject(s3, location, never)).toEqual({
      sizeBytes: 3,
      etag: 'e',
      metadata: { sha256: 'aa' },
      sha256: 'sha',
      crc32: 'crc',
    });
    expect(inputs).toEqual([{ Bucket: 'b', Key: 'k', ChecksumMode: 'ENABLED' }]);
  });

  it('leaves out a checksum of checksums', async () => {
    const { s3 } = s3That({ ...head, ChecksumType: 'COMPOSITE' });
    expect(await findObject(s3, location, never)).toMatchObject({ sha256: undefined, crc32: undefined });
  });

  it('gives undefined for a key without an object, and reports other faults', async () => {
    const missing = s3That(new NotFound({ message: '', $metadata: {} }));
    expect(await findObject(missing.s3, location, never)).toBeUndefined();
    const down = s3That(new Error('reset'));
    await expect(findObject(down.s3, location, never)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
  });
});

describe('verifyStored', () => {
  it('names what it found and expected, and no metadata that may be personal', async () => {
    const { s3 } = s3That({ ContentLength: 4, Metadata: stored.metadata });
    const verifying = verifyStored(s3, location, { sizeBytes: 3, metadata: { sha256: 'aa' } }, never);
    await expect(verifying).rejects.toMatchObject({ code: 'STORAGE_CONTENT_MISMATCH' });
    await expect(verifying).rejects.toThrow(/^s3:\/\/b\/k: expected .*"sizeBytes":3.* found .*"sizeBytes":4/);
    await expect(verifying).rejects.not.toThrow('+34911223344');
  });

  it('fails for a key without an object', async () => {
    const { s3 } = s3That(new NotFound({ message: '', $metadata: {} }));
    await expect(verifyStored(s3, location, { sizeBytes: 3 }, never)).rejects.toThrow('found no object');
  });
});
