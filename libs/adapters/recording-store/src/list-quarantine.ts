import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { RecordingStore, StagedEntry } from './recording-store.ts';
import { inStorage } from './storage-fault.ts';

/** S3 gives at most 1,000 keys an answer. */
export const makeListQuarantine = (
  s3: S3Client,
  quarantineBucket: string,
): RecordingStore['listQuarantine'] =>
  async function* (prefix, signal, startAfter) {
    let ContinuationToken: string | undefined;
    do {
      const command = new ListObjectsV2Command({
        Bucket: quarantineBucket,
        Prefix: prefix,
        ...(startAfter !== undefined && { StartAfter: startAfter }),
        ...(ContinuationToken !== undefined && { ContinuationToken }),
      });
      const page = await inStorage(s3.send(command, { abortSignal: signal }), signal);
      yield (page.Contents ?? []).flatMap(({ Key, LastModified }): StagedEntry[] =>
        Key === undefined || LastModified === undefined
          ? []
          : [{ key: Key, stagedAt: LastModified.toISOString() }],
      );
      ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (ContinuationToken !== undefined);
  };
