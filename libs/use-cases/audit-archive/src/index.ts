export type { ArchiveEvent } from './archive-event.ts';
export { archiveShardOf } from './audit-line.ts';
export { makeArchiveMessage } from './make-archive-message.ts';
export { renderTrail } from './trail/render-trail.ts';
export { trailOf } from './trail/trail-of.ts';
