export type { ArchiveEvent } from './archive-event.ts';
export { makeArchiveMessage } from './make-archive-message.ts';
