import { type Timestamp, timestampOf } from '@recordings/call-record';
import { WrongArgumentError } from '../output/wrong-argument.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const UNIT_MS = { m: 60_000, h: HOUR_MS, d: DAY_MS } as const;

/**
 * Reads a time of the command line: `2026-01-15` (midnight in UTC), `2026-01-15T10:30:00Z`, `today`, `yesterday`, `now`, how long
 * ago: `90m`, `36h`, `7d`, or how much later: `+3d`.
 *
 * @throws {WrongArgumentError} for anything else.
 */
export const readTimeOption = (option: string, text: string, now: Timestamp): Timestamp => {
  const nowMs = Date.parse(now);
  const midnightMs = nowMs - (nowMs % DAY_MS);
  if (text === 'now') return now;
  if (text === 'today') return timestampOf(midnightMs);
  if (text === 'yesterday') return timestampOf(midnightMs - DAY_MS);
  const [, sign, count, unit] = /^(\+?)(\d{1,6})([mhd])$/.exec(text) ?? [];
  if (count !== undefined) {
    const ms = Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
    return timestampOf(sign === '+' ? nowMs + ms : nowMs - ms);
  }
  if (/^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(text) && !Number.isNaN(Date.parse(text)))
    return timestampOf(Date.parse(text));
  throw new WrongArgumentError(
    `${option} is "${text}"; expected a day (2026-01-15), a time with an offset (2026-01-15T10:30:00Z), today, yesterday, now, how long ago (90m, 36h, 7d), or how much later (+3d)`,
  );
};

/**
 * Reads a time that is still to come: `2h` is two hours from now.
 *
 * @throws {WrongArgumentError} for a time that has passed, or is more than `maxMs` ahead.
 */
export const readFutureTime = (option: string, text: string, now: Timestamp, maxMs: number): Timestamp => {
  const time = readTimeOption(option, /^\d+[mhd]$/.test(text) ? `+${text}` : text, now);
  if (time > now && Date.parse(time) - Date.parse(now) <= maxMs) return time;
  throw new WrongArgumentError(
    `${option} is "${text}"; expected a time within the next ${maxMs / HOUR_MS} hours, such as 2h`,
  );
};
