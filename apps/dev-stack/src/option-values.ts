import { InvalidArgumentError } from 'commander';

/** Parsers of option values. Each ends the process with a message that names the value and the expected range. */
export const integer =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`"${text}" is not an integer from ${min} to ${max}.`);
  };

export const share = (text: string): number => {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError(`"${text}" is not a number from 0 to 1.`);
};

const unitsMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const MAX_SPAN_MS = 40 * unitsMs.d;

/** `30m`, `24h` or `2d`, as milliseconds. */
export const duration = (text: string): number => {
  const match = /^(\d+(?:\.\d+)?)([mhd])$/.exec(text);
  const ms = match ? Number(match[1]) * unitsMs[match[2] as keyof typeof unitsMs] : Number.NaN;
  if (ms >= 5 * unitsMs.m && ms <= MAX_SPAN_MS) return ms;
  throw new InvalidArgumentError(`"${text}" is not a duration from 5m to 40d, like 30m, 24h or 2d.`);
};
