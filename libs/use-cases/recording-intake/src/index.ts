export { RecordingTooLargeError, StandingObjectGoneError } from './errors.ts';
export type { IntakeDeps, IntakeLimits, IntakeStore, StagedUpload, StoredNotice } from './intake-deps.ts';
export type { Distrust } from './judge-recording.ts';
export type { IncomingRecording } from './incoming-recording.ts';
export { makeStoreRecording, type StoreResult } from './store-recording.ts';
