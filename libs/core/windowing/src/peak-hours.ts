import { epochMsOf, type Timestamp } from '@recordings/call-record';

/** Hours of the day in a time zone, as `[9, 18]` for 9:00 to 18:00. A range may go over midnight: `[22, 2]`. */
export type PeakHours = {
  readonly ranges: readonly (readonly [from: number, to: number])[];
  readonly timeZone: string;
};

const RANGE = /^(\d{1,2})-(\d{1,2})$/;

/** Reads `9-18`, or several ranges joined by commas. @returns undefined if the text is none of these. */
export const parsePeakRanges = (text: string): PeakHours['ranges'] | undefined => {
  const ranges = text.split(',').map((part): readonly [number, number] | undefined => {
    const [, from, to] = RANGE.exec(part.trim()) ?? [];
    if (from === undefined || to === undefined) return undefined;
    const range = [Number(from), Number(to)] as const;
    return range[0] <= 23 && range[1] <= 24 && range[0] !== range[1] ? range : undefined;
  });
  return ranges.every((range) => range !== undefined) ? ranges : undefined;
};

/** Whether the time is in the peak hours. */
export const isPeak = (now: Timestamp, { ranges, timeZone }: PeakHours): boolean => {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' });
  const hour = Number(format.format(epochMsOf(now)));
  return ranges.some(([from, to]) => (from < to ? hour >= from && hour < to : hour >= from || hour < to));
};
