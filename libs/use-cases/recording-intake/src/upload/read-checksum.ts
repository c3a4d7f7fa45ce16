import { ChecksumInvalidError } from './errors.ts';

/**
 * Reads a declared SHA-256: 64 hex digits, or base64 (also its URL form) of the 32 bytes.
 *
 * @param place the header or field, for the message.
 * @returns lower-case hex.
 * @throws {ChecksumInvalidError}
 */
export const readChecksum = (label: string, place: string): string => {
  if (/^[0-9a-f]{64}$/i.test(label)) return label.toLowerCase();
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(label)) return Buffer.from(label, 'base64').toString('hex');
  throw new ChecksumInvalidError(place);
};
