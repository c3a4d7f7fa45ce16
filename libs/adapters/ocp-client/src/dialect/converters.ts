import type { Converter, FieldKind } from '@recordings/call-record';
import { z } from 'zod';
import { id, optionalInstant, optionalNumber, optionalSha256, optionalText } from '../answer-fields.ts';

type Read = (value: unknown) => unknown;

const digits = z
  .string()
  .regex(/^\d{1,15}(\.\d{1,9})?$/)
  .transform(Number);
const numeric = z.union([z.number(), digits]).optional().catch(undefined);
const word = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const CLOCK = /^(?:(\d{1,4}):)?(\d{1,4}):([0-5]?\d(?:\.\d{1,9})?)$/;

/** Seconds. */
const readClock: Read = (value) => {
  const [, hours = '0', minutes, seconds] = CLOCK.exec(typeof value === 'string' ? value.trim() : '') ?? [];
  return minutes === undefined ? undefined : (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
};

const scale = (value: unknown, factor: number): number | undefined => {
  const number = optionalNumber.parse(value);
  return number === undefined ? undefined : number * factor;
};

/** @returns undefined for a number that JSON has rounded, or that is no number. */
const readEpoch = (value: unknown, unitMs: number): string | undefined => {
  const number = numeric.parse(value);
  return optionalInstant.parse(number === undefined ? undefined : Math.round(number * unitMs));
};

const readBase64: Read = (value) => {
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/]{43}=$/.test(value)) return undefined;
  return Buffer.from(value, 'base64').toString('hex');
};

/** For each form of a value, its reading. Each gives undefined for what it cannot read. Durations are seconds. */
export const converters: {
  readonly [K in FieldKind]: Readonly<Record<Converter<K>, Read>>;
} = {
  id: { string: (value) => id.safeParse(value).data },
  text: { string: (value) => optionalText.parse(value) },
  word: {
    string: (value) => z.string().safeParse(value).data,
    word: (value) => word.safeParse(value).data,
  },
  instant: {
    instant: (value) => optionalInstant.parse(value),
    iso: (value) => (typeof value === 'string' ? optionalInstant.parse(value) : undefined),
    epochMs: (value) => readEpoch(value, 1),
    epochSeconds: (value) => readEpoch(value, 1_000),
  },
  duration: {
    seconds: (value) => optionalNumber.parse(value),
    milliseconds: (value) => scale(value, 1 / 1_000),
    clock: readClock,
  },
  number: {
    number: (value) => optionalNumber.parse(value),
    digits: (value) => optionalNumber.parse(numeric.parse(value)),
  },
  percent: {
    percent: (value) => optionalNumber.parse(value),
    fraction: (value) => scale(value, 100),
  },
  checksum: { hex: (value) => optionalSha256.parse(value), base64: readBase64 },
};
