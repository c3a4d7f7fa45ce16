import { fourCharsAt } from './byte-order.ts';
import { readFrameHeader } from './mp3/frame-header.ts';

/** The first bytes that are needed to recognise every format below. */
export const SIGNATURE_BYTES = 12;

export type Signature =
  | { readonly kind: 'wav' | 'mp3' | 'unknown' }
  /** The name of a format that is recognised but not read. */
  | { readonly kind: 'unsupported'; readonly format: string };

const MAGIC_WORDS: Readonly<Record<string, string>> = {
  RIFX: 'big-endian RIFF',
  fLaC: 'FLAC',
  OggS: 'Ogg',
  FORM: 'AIFF',
  '#!AM': 'AMR',
  '.snd': 'Sun audio',
  caff: 'Core Audio',
  wvpk: 'WavPack',
  'MAC ': "Monkey's Audio",
  '\x1a\x45\xdf\xa3': 'Matroska',
  '\x30\x26\xb2\x75': 'ASF',
};

/** @param head the first 12 bytes of the file, or all bytes of a shorter file. */
export const readSignature = (head: Uint8Array): Signature => {
  const first = new Uint8Array(SIGNATURE_BYTES);
  first.set(head.subarray(0, SIGNATURE_BYTES));
  const magic = fourCharsAt(first, 0);

  if (magic === 'RIFF' || magic === 'RF64' || magic === 'BW64') return riffForm(first, head.length);
  if (magic.startsWith('ID3')) return { kind: 'mp3' };
  if (fourCharsAt(first, 4) === 'ftyp') return { kind: 'unsupported', format: 'MP4' };
  const format = MAGIC_WORDS[magic];
  if (format !== undefined) return { kind: 'unsupported', format };
  if (readFrameHeader(first) !== undefined) return { kind: 'mp3' };
  return otherMpegAudio(first);
};

const riffForm = (first: Uint8Array, length: number): Signature => {
  const form = fourCharsAt(first, 8);
  if (form === 'WAVE' || length < SIGNATURE_BYTES) return { kind: 'wav' };
  return { kind: 'unsupported', format: `RIFF form ${JSON.stringify(form)}` };
};

/** AAC in ADTS frames (12 sync bits, layer bits 00) and MPEG audio layers I and II. */
const otherMpegAudio = (first: Uint8Array): Signature => {
  const [sync, second, third] = [first[0]!, first[1]!, first[2]!];
  if (sync !== 0xff || (second & 0xe0) !== 0xe0) return { kind: 'unknown' };
  const layer = (second >> 1) & 3;
  if (layer === 0 && (second & 0xf0) === 0xf0) return { kind: 'unsupported', format: 'AAC' };
  const plausible = (second & 0x18) !== 0x08 && third >> 4 !== 0x0f && (third & 0x0c) !== 0x0c;
  if (layer > 1 && plausible) return { kind: 'unsupported', format: 'MPEG audio layer I or II' };
  return { kind: 'unknown' };
};
