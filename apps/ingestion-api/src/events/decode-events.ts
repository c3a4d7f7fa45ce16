import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';

export type DecodedEvents =
  | { readonly kind: 'decoded'; readonly body: Uint8Array }
  | { readonly kind: 'undecodable'; readonly message: string }
  | { readonly kind: 'too large'; readonly message: string };

/** What the headers of a request say of its body. */
export type BodyHeaders = {
  readonly 'content-type'?: string;
  readonly 'content-encoding'?: string | readonly string[];
};

type Decoder = (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Promise<Uint8Array>;

const inflateZlib = promisify(inflate) as Decoder;
const inflateBare = promisify(inflateRaw) as Decoder;

/** Senders of `deflate` disagree whether it has the zlib header: method 8, and two bytes that are a multiple of 31. */
const inflateEither: Decoder = (bytes, options) => {
  const [first = 0, second = 0] = bytes;
  const hasHeader = (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0;
  return hasHeader ? inflateZlib(bytes, options) : inflateBare(bytes, options);
};

const decoders: Readonly<Record<string, Decoder>> = {
  gzip: promisify(gunzip) as Decoder,
  'x-gzip': promisify(gunzip) as Decoder,
  deflate: inflateEither,
  br: promisify(brotliDecompress) as Decoder,
};

/** More than one layer of compression is an attack or a fault of a proxy that repeats itself. */
const MAX_LAYERS = 2;

/** Decodes a body of events into UTF-8, as its headers say. @param maxBytes of the decoded body. */
export const decodeEvents = async (
  body: Uint8Array,
  headers: BodyHeaders,
  maxBytes: number,
): Promise<DecodedEvents> => {
  const layers = layersOf(headers['content-encoding']);
  const unknown = layers.find((layer) => !Object.hasOwn(decoders, layer));
  if (unknown !== undefined || layers.length > MAX_LAYERS) {
    const known = Object.keys(decoders).join(', ');
    const message = `Content-Encoding ${layers.join(', ')}, expected at most ${MAX_LAYERS} of ${known}`;
    return { kind: 'undecodable', message };
  }
  let bytes = body;
  for (const layer of layers.toReversed()) {
    try {
      bytes = await decoders[layer]!(bytes, { maxOutputLength: maxBytes });
    } catch (error) {
      return undecoded(layer, error, maxBytes);
    }
  }
  return toUtf8(bytes, headers['content-type'] ?? '');
};

/** Encodings in the order in which they were applied. */
const layersOf = (header: BodyHeaders['content-encoding']): string[] =>
  String(header ?? '')
    .toLowerCase()
    .split(',')
    .map((layer) => layer.trim())
    .filter((layer) => layer !== '' && layer !== 'identity');

const undecoded = (layer: string, error: unknown, maxBytes: number): DecodedEvents => {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ERR_BUFFER_TOO_LARGE'
    ? { kind: 'too large', message: `the decoded body has more than ${maxBytes} bytes` }
    : { kind: 'undecodable', message: `the body cannot be decoded as ${layer}: ${code ?? 'unknown fault'}` };
};

const UTF_8 = /^utf-?8$/;

const toUtf8 = (bytes: Uint8Array, contentType: string): DecodedEvents => {
  const label = charsetOf(bytes, contentType);
  if (UTF_8.test(label)) return { kind: 'decoded', body: bytes };
  try {
    const text = new TextDecoder(label, { fatal: true }).decode(bytes);
    return { kind: 'decoded', body: Buffer.from(text) };
  } catch {
    return { kind: 'undecodable', message: `the body is not text in the charset ${label}` };
  }
};

/** The charset by the byte order mark of UTF-16, else by the header, else UTF-8. */
const charsetOf = (bytes: Uint8Array, contentType: string): string => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? 'utf-8';
};
