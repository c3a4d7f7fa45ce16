import { fourCharsAt, uint32LeAt, uint64LeAt } from '../byte-order.ts';
import { UNKNOWN_SIZE, UNKNOWN_SIZE_64 } from './placeholder-size.ts';

export const FORM_HEADER_BYTES = 12;
/** The form's size does not count its own id and size. */
const SIZE_COUNTS_FROM = 8;

/** The outermost chunk of a WAV file. */
export type Form = {
  /** RF64 (EBU 3306) and BW64: sizes of more than 32 bits are in a `ds64` chunk. */
  readonly is64: boolean;
  /** Offset after the form's last byte. Infinity: unknown. */
  endsAt: number;
};

export const readForm = (header: Uint8Array): Form => ({
  is64: fourCharsAt(header, 0) !== 'RIFF',
  endsAt: endOf(uint32LeAt(header, 4)),
});

/** @param bytes at least the first 16 bytes of a `ds64` chunk. */
export const readDs64 = (bytes: Uint8Array): { formEndsAt: number; dataBytes: number } => {
  const dataBytes = uint64LeAt(bytes, 8);
  return {
    formEndsAt: endOf(uint64LeAt(bytes, 0)),
    dataBytes: dataBytes === UNKNOWN_SIZE_64 ? UNKNOWN_SIZE : dataBytes,
  };
};

const endOf = (size: number): number =>
  size === 0 || size === UNKNOWN_SIZE || size === UNKNOWN_SIZE_64
    ? Number.POSITIVE_INFINITY
    : size + SIZE_COUNTS_FROM;
