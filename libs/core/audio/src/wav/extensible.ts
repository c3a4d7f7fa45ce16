import { uint16LeAt } from '../byte-order.ts';

/** WAVE_FORMAT_EXTENSIBLE: the codec stands in a GUID behind the fixed part. */
export const EXTENSIBLE_TAG = 0xfffe;

/** Of the extension: its size (2), valid bits (2), channel mask (4), then the GUID (16). */
const GUID_AT = 8;
const EXTENSION_BYTES = 24;

/** The part behind the tag of every GUID that stands for a classic format tag. */
const TAG_GUID_TAIL = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

/** The classic format tag an extensible `fmt ` stands for; undefined if none. */
export const readExtensibleTag = (extension: Uint8Array): number | undefined => {
  if (extension.length < EXTENSION_BYTES) return undefined;
  const isTag = TAG_GUID_TAIL.every((byte, index) => extension[GUID_AT + 2 + index] === byte);
  return isTag ? uint16LeAt(extension, GUID_AT) : undefined;
};
