import { createHash } from 'node:crypto';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { commitInRounds, commitObject } from './commit-object.ts';
import { ContentMismatchError } from './errors.ts';
import { findObject, matches, verifyStored } from './find-object.ts';
import type { CreateResult, ObjectFacts, ObjectLocation, RecordingStore } from './recording-store.ts';

/** Makes the function that creates an object by one PutObject. S3 refuses bytes that do not have the given SHA-256. */
export const makeCreateObject =
  (s3: S3Client): RecordingStore['create'] =>
  async (location, chunks, facts, signal): Promise<CreateResult> => {
    const body = Buffer.concat(chunks);
    assertFacts(facts, body);
    const expected = {
      sizeBytes: facts.sizeBytes,
      sha256: base64Of(facts.sha256),
      metadata: { sha256: facts.sha256 },
    };

    const result = await commitInRounds(() =>
      commitObject(
        {
          send: () => s3.send(putOf(location, body, facts), { abortSignal: signal }),
          find: () => findObject(s3, location, signal),
          isOurs: (stored) => matches(stored, expected),
        },
        signal,
      ),
    );
    if (result === 'created') await verifyStored(s3, location, expected, signal);
    return result;
  };

const putOf = (location: ObjectLocation, body: Buffer, facts: ObjectFacts): PutObjectCommand =>
  new PutObjectCommand({
    Bucket: location.bucket,
    Key: location.key,
    Body: body,
    ContentType: facts.contentType,
    ChecksumSHA256: base64Of(facts.sha256),
    Metadata: { ...facts.metadata, sha256: facts.sha256 },
    IfNoneMatch: '*',
  });

const base64Of = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');

const assertFacts = (facts: ObjectFacts, body: Buffer): void => {
  const sha256 = createHash('sha256').update(body).digest('hex');
  if (body.length === facts.sizeBytes && sha256 === facts.sha256) return;
  throw new ContentMismatchError(
    `bytes to store: expected ${facts.sizeBytes} with sha256 ${facts.sha256}, got ${body.length} with ${sha256}`,
  );
};
