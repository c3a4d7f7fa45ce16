import type { Form } from './form.ts';

/** A writer states this size if the length is unknown, or if it is in RF64's `ds64` chunk. */
export const UNKNOWN_SIZE = 0xffff_ffff;
export const UNKNOWN_SIZE_64 = 2 ** 64;

/**
 * Sizes that programs write into a pipe, where they cannot go back: SoX and eSpeak 0x7FFFF000, arecord 0x80000000,
 * others the largest signed number. Each may be rounded down to whole blocks, or leave room for the header.
 */
const PIPE_SIZES = [0x7fff_f000, 0x7fff_ffff, 0x8000_0000, UNKNOWN_SIZE];
/** Around 2 GiB, and the last 64 KiB of 4 GiB. */
const NEAR_PLACEHOLDER = { min: 0x7fff_0000, max: 0x8001_0000, minUnsigned: 0xffff_0000 };

type DataChunk = { readonly startsAt: number; readonly sizeBytes: number };

/** Whether the size of the samples means "to the end of the file", because the writer did not know it. */
export const isPlaceholderSize = (
  { startsAt, sizeBytes }: DataChunk,
  { endsAt, is64 }: Form,
  blockBytes: number,
): boolean => {
  if (sizeBytes === UNKNOWN_SIZE) return true;
  const isFormUnknown = endsAt <= startsAt || endsAt === Number.POSITIVE_INFINITY;
  if (sizeBytes === 0) return isFormUnknown;
  if (is64) return false;
  if (!isFormUnknown) return isNearPlaceholder(sizeBytes) && isNearPlaceholder(endsAt);
  return PIPE_SIZES.some((size) => [size, size - (size % blockBytes), size - startsAt].includes(sizeBytes));
};

/** Whether a size or an offset can only come from a placeholder: no recording is so long. */
export const isNearPlaceholder = (size: number): boolean =>
  (size >= NEAR_PLACEHOLDER.min && size <= NEAR_PLACEHOLDER.max) || size >= NEAR_PLACEHOLDER.minUnsigned;
