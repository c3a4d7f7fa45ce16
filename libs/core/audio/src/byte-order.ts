/** Four bytes as text, one character a byte. */
export const fourCharsAt = (bytes: Uint8Array, at: number): string =>
  String.fromCharCode(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!);

export const uint16LeAt = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8);

export const uint32LeAt = (bytes: Uint8Array, at: number): number =>
  uint16LeAt(bytes, at) + uint16LeAt(bytes, at + 2) * 0x1_0000;

/** Exact up to 2^53, which is larger than any file. */
export const uint64LeAt = (bytes: Uint8Array, at: number): number =>
  uint32LeAt(bytes, at) + uint32LeAt(bytes, at + 4) * 0x1_0000_0000;

export const uint16BeAt = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!;

export const uint32BeAt = (bytes: Uint8Array, at: number): number =>
  uint16BeAt(bytes, at) * 0x1_0000 + uint16BeAt(bytes, at + 2);
