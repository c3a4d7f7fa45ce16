export type { FetchDeps } from './fetch-deps.ts';
export type { FetchEvent } from './fetch-event.ts';
export { makeHandleDownload } from './handle-download.ts';
