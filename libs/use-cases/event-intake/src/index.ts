export { TooManyEventsError } from './errors.ts';
export type { EventIntakeEvent } from './event-intake-event.ts';
export type { ProtectOf } from './protect-event.ts';
export { readEvents } from './read-events.ts';
export { makeRecordEvents } from './record-events.ts';
export { makeRecordExported } from './record-exported.ts';
