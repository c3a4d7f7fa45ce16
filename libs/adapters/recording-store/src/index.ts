export {
  ContentMismatchError,
  KeyTakenError,
  StorageMisconfiguredError,
  StorageUnavailableError,
} from './errors.ts';
export { makeRecordingStore, type RecordingStoreDeps } from './make-recording-store.ts';
export type {
  CreateResult,
  ObjectFacts,
  ObjectLocation,
  RecordingStore,
  StagedUpload,
  StoredRecording,
} from './recording-store.ts';
export { makeS3Client, S3_LIMITS, type S3Limits } from './make-s3-client.ts';
