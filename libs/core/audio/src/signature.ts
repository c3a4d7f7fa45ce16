import { fourCharsAt } from './byte-order.ts';
import { readFrameHeader } from './mp3/frame-header.ts';
import { nameOtherMpeg } from './mp3/other-mpeg.ts';

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
  riff: 'Wave64',
  FFIR: 'byte-swapped RIFF',
  ADIF: 'AAC',
  Crea: 'Creative Voice',
  NIST: 'NIST Sphere',
  'DSD ': 'DSD',
  MThd: 'MIDI',
  TTA1: 'True Audio',
  'MP+\x07': 'Musepack',
  MPCK: 'Musepack',
  '#!SI': 'SILK',
  '\x02#!S': 'SILK',
  'PK\x03\x04': 'ZIP archive',
  wvpk: 'WavPack',
  'MAC ': "Monkey's Audio",
  '\x1a\x45\xdf\xa3': 'Matroska',
  '\x30\x26\xb2\x75': 'ASF',
};

const MAGIC_PAIRS: Readonly<Record<string, string>> = {
  '\x1f\x8b': 'gzip',
  '\x0b\x77': 'AC-3',
};

/** @param head the first 12 bytes of the file, or all bytes of a shorter file. */
export const readSignature = (head: Uint8Array): Signature => {
  const first = new Uint8Array(SIGNATURE_BYTES);
  first.set(head.subarray(0, SIGNATURE_BYTES));
  const magic = fourCharsAt(first, 0);

  if (magic === 'RIFF' || magic === 'RF64' || magic === 'BW64') return riffForm(first, head.length);
  if (magic.startsWith('ID3')) return { kind: 'mp3' };
  if (fourCharsAt(first, 4) === 'ftyp') return { kind: 'unsupported', format: 'MP4' };
  if (readFrameHeader(first) !== undefined) return { kind: 'mp3' };
  const format = MAGIC_WORDS[magic] ?? MAGIC_PAIRS[magic.slice(0, 2)] ?? nameOtherMpeg(first);
  return format === undefined ? { kind: 'unknown' } : { kind: 'unsupported', format };
};

const riffForm = (first: Uint8Array, length: number): Signature => {
  const form = fourCharsAt(first, 8);
  if (form === 'WAVE' || length < SIGNATURE_BYTES) return { kind: 'wav' };
  return { kind: 'unsupported', format: `RIFF form ${JSON.stringify(form)}` };
};
