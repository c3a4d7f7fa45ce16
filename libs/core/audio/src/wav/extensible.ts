import { uint16LeAt } from '../byte-order.ts';

/** WAVE_FORMAT_EXTENSIBLE: the codec is in a GUID after the fixed part. */
export const EXTENSIBLE_TAG = 0xfffe;

/** The extension: its size (2 bytes), valid bits (2), channel mask (4), GUID (16). */
const GUID_AT = 8;
const EXTENSION_BYTES = 24;

/** A GUID for a classic format tag consists of the tag and these bytes. */
const TAG_GUID_TAIL = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

/** @returns the classic format tag that the GUID names; undefined for another GUID. */
export const readExtensibleTag = (extension: Uint8Array): number | undefined => {
  if (extension.length < EXTENSION_BYTES) return undefined;
  const isTag = TAG_GUID_TAIL.every((byte, index) => extension[GUID_AT + 2 + index] === byte);
  return isTag ? uint16LeAt(extension, GUID_AT) : undefined;
};
