import { type Timestamp, timestampOf } from '@recordings/call-record';
import { MINUTE_MS } from '../time/timeline.ts';

const START_MS = Date.UTC(2026, 0, 15, 10);

/** So many minutes after the beginning of an exploration. */
export const minute = (minutes: number): Timestamp => timestampOf(START_MS + minutes * MINUTE_MS);
