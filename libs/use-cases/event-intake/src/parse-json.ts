export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string; readonly isBlank?: boolean };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Parses bytes as UTF-8 JSON. Bytes that are not valid UTF-8 are rejected, because decoding them would lose some. */
export const parseJson = (bytes: Uint8Array): ParsedJson => {
  let text: string;
  try {
    text = utf8.decode(bytes); // Drops a byte order mark.
  } catch {
    return { ok: false, reason: 'it is not valid UTF-8' };
  }
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false, reason: 'it does not parse', isBlank: text.trim() === '' };
  }
};
