export type { FetchDeps, FetchedNotice, FetchedRecording, StoreOutcome } from './fetch-deps.ts';
export type { FetchEvent } from './fetch-event.ts';
export { makeHandleDownload } from './handle-download.ts';
