export { makeFindBucketFault } from './find-bucket-fault.ts';
export { makeRecordingStore } from './make-recording-store.ts';
export { makeS3Client } from './make-s3-client.ts';
export type { RecordingStore } from './recording-store.ts';
export { checkS3Config, s3Config } from './s3-config.ts';
export { PART_SIZE_BYTES } from './stage-upload.ts';
