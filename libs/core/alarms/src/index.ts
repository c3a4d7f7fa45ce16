export type { Alarm } from './alarm.ts';
export { alarms } from './alarms.ts';
export { admits, type Labels, type Measure } from './measure.ts';
export { measures } from './measures.ts';
