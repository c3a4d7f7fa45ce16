import { fourCharsAt, uint32LeAt, uint64LeAt } from '../byte-order.ts';

/** What a writer puts where it does not know the length yet, or where RF64 keeps it elsewhere. */
export const UNKNOWN_SIZE = 0xffff_ffff;

const FORM_HEADER_BYTES = 12;
/** The form's size does not count its own id and size. */
const SIZE_COUNTS_FROM = 8;
const UNKNOWN_SIZE_64 = 2 ** 64;

/** The outermost chunk of a WAV file. */
export type Form = {
  /** RF64 (EBU 3306) and BW64: sizes beyond 32 bits stand in a `ds64` chunk. */
  readonly is64: boolean;
  /** Offset behind the form's last byte; Infinity if the file does not say. */
  endsAt: number;
};

export const formHeaderBytes = FORM_HEADER_BYTES;

export const readForm = (header: Uint8Array): Form => ({
  is64: fourCharsAt(header, 0) !== 'RIFF',
  endsAt: endOf(uint32LeAt(header, 4)),
});

/** The sizes a `ds64` chunk states, of which at least 16 bytes are given. */
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
