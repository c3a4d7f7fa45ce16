export { makeRecordingStore } from './make-recording-store.ts';
export { makeS3Client } from './make-s3-client.ts';
