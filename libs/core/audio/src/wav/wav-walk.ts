import { uint32LeAt } from '../byte-order.ts';
import type { SoundTrack } from '../sound/sound-track.ts';
import type { ByteSink, Step } from '../step-reader.ts';
import { quarantine, type Refusal } from '../verdict.ts';
import { type Form, readDs64 } from './form.ts';
import { readWavFormat, type WavFormat } from './format.ts';
import { MAX_FORMAT_BYTES, MIN_FORMAT_BYTES } from './format-fields.ts';
import { CHUNK_HEADER_BYTES } from './padding.ts';
import { isPlaceholderSize, UNKNOWN_SIZE } from './placeholder-size.ts';
import { type Chunk, type ChunkReading, type RiffWalk, walkRiff } from './riff-walk.ts';
import { makeWavSoundTrack } from './sound.ts';
import { makeTrailingBytes } from './trailing-bytes.ts';

/** Findings so far of a walk through a WAV file: what its chunks state, and how many sample bytes arrived. */
export type WavWalk = RiffWalk & {
  format: WavFormat | undefined;
  sound: SoundTrack | undefined;
  /** Frames that the `fact` chunk states. A compressed codec's last block may be partly filled. */
  factFrames: number | undefined;
  /** Length of the samples as RF64's `ds64` chunk states it. */
  longDataBytes: number | undefined;
  /** Infinity: the writer did not know the length, the samples go on to the end of the file. */
  declaredBytes: number | undefined;
  presentBytes: number;
};

export const makeWavWalk = (): WavWalk => ({
  form: undefined,
  hasSamples: false,
  chunkEndsAt: 0,
  trailing: makeTrailingBytes(),
  refusal: undefined,
  format: undefined,
  sound: undefined,
  factFrames: undefined,
  longDataBytes: undefined,
  declaredBytes: undefined,
  presentBytes: 0,
});

const DS64_BYTES = 16;
const FACT_BYTES = 4;

/** The step at the start of a WAV file. Fills `walk` as it goes. */
export const walkWav = (walk: WavWalk): Step =>
  walkRiff(walk, (chunk, form) => {
    if (chunk.id === 'data') return readData(walk, chunk, form);
    if (isBeyondForm(walk, chunk, form)) {
      return malformed(`${chunk.id.trim()} claims ${chunk.sizeBytes} bytes, more than the form has left`);
    }
    return readHeaderChunk(walk, chunk, form);
  });

/**
 * A form whose size is a little too small has a last chunk that ends a little behind it. Before the samples, a form that
 * ends before the chunk has a size that was never filled in.
 */
const isBeyondForm = ({ hasSamples }: WavWalk, { startsAt, sizeBytes }: Chunk, { endsAt }: Form): boolean =>
  startsAt + sizeBytes > endsAt + CHUNK_HEADER_BYTES && (hasSamples || startsAt < endsAt);

const readHeaderChunk = (walk: WavWalk, chunk: Chunk, form: Form): ChunkReading | Refusal => {
  switch (chunk.id) {
    case 'fmt ':
      return readFormat(walk, chunk);
    case 'ds64':
      return readLongSizes(walk, chunk, form);
    case 'fact':
      return readFact(walk, chunk);
    default:
      return {};
  }
};

const readFormat = (walk: WavWalk, { sizeBytes }: Chunk): ChunkReading | Refusal => {
  if (walk.format !== undefined) return malformed('there are two fmt chunks');
  if (sizeBytes < MIN_FORMAT_BYTES)
    return malformed(`fmt has ${sizeBytes} bytes (at least ${MIN_FORMAT_BYTES})`);
  const at = (head: Uint8Array): Refusal | undefined => {
    const format = readWavFormat(head);
    if ('reason' in format) return format;
    walk.format = format;
    walk.sound = makeWavSoundTrack(format);
    return undefined;
  };
  return { look: { bytes: Math.min(sizeBytes, MAX_FORMAT_BYTES), at } };
};

const readLongSizes = (walk: WavWalk, { sizeBytes }: Chunk, form: Form): ChunkReading => {
  if (!form.is64 || sizeBytes < DS64_BYTES) return {};
  const at = (head: Uint8Array): undefined => {
    const { formEndsAt, dataBytes } = readDs64(head);
    form.endsAt = formEndsAt;
    walk.longDataBytes = dataBytes;
  };
  return { look: { bytes: DS64_BYTES, at } };
};

const readFact = (walk: WavWalk, { sizeBytes }: Chunk): ChunkReading => {
  if (sizeBytes < FACT_BYTES) return {};
  const at = (head: Uint8Array): undefined => {
    walk.factFrames = uint32LeAt(head, 0);
  };
  return { look: { bytes: FACT_BYTES, at } };
};

const readData = (walk: WavWalk, chunk: Chunk, form: Form): ChunkReading | Refusal => {
  if (walk.format === undefined) return malformed('data comes before fmt');
  if (walk.declaredBytes !== undefined) return malformed('there are two data chunks');
  const isLong = form.is64 && chunk.sizeBytes === UNKNOWN_SIZE;
  if (isLong && walk.longDataBytes === undefined) return malformed('RF64 without ds64');
  const sizeBytes = isLong ? walk.longDataBytes! : chunk.sizeBytes;
  const isStream = isPlaceholderSize({ startsAt: chunk.startsAt, sizeBytes }, form, walk.format.blockBytes);
  if (isStream) forgetPlaceholders(walk, form, sizeBytes);
  const payloadBytes = isStream ? Number.POSITIVE_INFINITY : sizeBytes;
  walk.hasSamples = true;
  walk.declaredBytes = payloadBytes;
  return { payloadBytes, sink: sampleSink(walk, walk.sound) };
};

/** A form or a `fact` chunk made from a placeholder says nothing either. */
const forgetPlaceholders = (walk: WavWalk, form: Form, sizeBytes: number): void => {
  if (sizeBytes === 0 || sizeBytes === UNKNOWN_SIZE) return;
  form.endsAt = Number.POSITIVE_INFINITY;
  walk.factFrames = undefined;
};

const sampleSink =
  (walk: WavWalk, sound: SoundTrack | undefined): ByteSink =>
  (chunk, start, end) => {
    walk.presentBytes += end - start;
    sound?.scan(chunk, start, end);
  };

const malformed = (detail: string): Refusal => quarantine('MALFORMED_HEADER', detail);
