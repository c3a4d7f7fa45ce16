export type { Alarm, Condition, Selection, Severity } from './alarm.ts';
export { selectionsOf } from './selections-of.ts';
export { alarms } from './table/alarms.ts';
