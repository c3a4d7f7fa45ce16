export type { EventIntakeEvent } from './event-intake-event.ts';
export { type IncomingEvent, readEvents } from './read-events.ts';
export { makeRecordEvents } from './record-events.ts';
export { resolveTenant } from './resolve-tenant.ts';
