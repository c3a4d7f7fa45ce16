import { callTimeOf, type Timestamp, timestampOf } from '../timestamp.ts';

const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(\.\d+)?(Z|[+-]\d\d(?::?\d\d)?)?$/i;

/**
 * Reads a time as OCP and other senders write it:
 * - ISO 8601 with date and time of day; without an offset it is UTC;
 * - epoch: 9 or 10 digits before the point are seconds, 12 or 13 are milliseconds. For 2000 to 2099 the two never overlap.
 *
 * @returns undefined for anything else, and for a time outside 2000 to 2099.
 */
export const readTime = (value: unknown): Timestamp | undefined => {
  const text = typeof value === 'string' ? value.trim() : value;
  if (typeof text === 'number') return callTimeOf(epochMsOfNumber(text));
  if (typeof text !== 'string') return undefined;
  return callTimeOf(/^\d+(\.\d+)?$/.test(text) ? epochMsOfNumber(Number(text)) : epochMsOfIso(text));
};

/** Reads the time in a recording's name: epoch as above, or 14 digits `YYYYMMDDHHMMSS` in UTC. */
export const readDigits = (digits: string): Timestamp | undefined =>
  digits.length === 14
    ? readTime(digits.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5:$6Z'))
    : readTime(digits);

const epochMsOfNumber = (epoch: number): number =>
  callTimeOf(epoch * 1000) === undefined ? epoch : epoch * 1000;

const epochMsOfIso = (text: string): number => {
  const match = ISO.exec(text);
  if (!match) return Number.NaN;
  const [, date, minutes, seconds = ':00', fraction = '', zone = 'Z'] = match;
  const wall = `${date}T${minutes}${seconds}`;
  // Date.parse turns the 30th of February into March. Such a time is garbage.
  const asUtc = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtc) || !timestampOf(asUtc).startsWith(wall)) return Number.NaN;
  return Date.parse(`${wall}${fraction}${zoneOf(zone)}`);
};

const zoneOf = (zone: string): string => {
  const digits = zone.replace(':', '');
  if (digits.toUpperCase() === 'Z') return 'Z';
  return `${digits.slice(0, 3)}:${digits.slice(3) || '00'}`;
};
