import type { S3Client } from '@aws-sdk/client-s3';
import { commitInRounds, commitObject } from './commit-object.ts';
import { ContentMismatchError } from './errors.ts';
import { findObject, matches, verifyStored } from './find-object.ts';
import { base64Of, type PutAnswer, type PutObject } from './put-object.ts';
import type { CreateResult, ObjectFacts, RecordingStore } from './recording-store.ts';

/**
 * Makes the function that creates an object by one PutObject. S3 refuses bytes that do not have the given SHA-256. If its
 * answer confirms the checksum, the object is not read again.
 */
export const makeCreateObject =
  (s3: S3Client, putObject: PutObject): RecordingStore['create'] =>
  async (location, chunks, facts, signal): Promise<CreateResult> => {
    assertLength(facts, chunks);
    const { sizeBytes, sha256, contentType, metadata } = facts;
    const expected = { sizeBytes, sha256: base64Of(sha256), metadata: { sha256 } };
    let answer: PutAnswer = {};
    let requests = 0;
    const input = {
      Bucket: location.bucket,
      Key: location.key,
      ContentType: contentType,
      Metadata: { ...metadata, sha256 },
      chunks,
      sizeBytes,
      sha256,
    };

    const result = await commitInRounds(() =>
      commitObject(
        {
          send: async () => {
            requests += 1;
            answer = await putObject(input, signal);
          },
          find: () => findObject(s3, location, signal),
          isOurs: (stored) => matches(stored, expected),
        },
        signal,
      ),
    );
    if (result === 'exists') return result;
    if (answer.ChecksumSHA256 !== expected.sha256) await verifyStored(s3, location, expected, signal);
    else if (requests === 1 && answer.isOfOnlyRequest) facts.onSent?.();
    return result;
  };

const assertLength = ({ sizeBytes }: ObjectFacts, chunks: readonly Uint8Array[]): void => {
  const actualBytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  if (actualBytes === sizeBytes) return;
  throw new ContentMismatchError(`bytes to store: expected ${sizeBytes}, got ${actualBytes}`);
};
