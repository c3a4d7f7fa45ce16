import { fourCharsAt, uint32LeAt } from '../byte-order.ts';
import type { ByteSink, Step } from '../step-reader.ts';
import { quarantine, type Refusal } from '../verdict.ts';
import { isChunkId } from './chunk-id.ts';
import { FORM_HEADER_BYTES, type Form, readForm } from './form.ts';
import { CHUNK_HEADER_BYTES, endsWithoutPadding } from './padding.ts';
import { addTrailing, type TrailingBytes } from './trailing-bytes.ts';

export type Chunk = {
  readonly id: string;
  readonly sizeBytes: number;
  /** Offset of its first payload byte. */
  readonly startsAt: number;
};

/** How to read a chunk's payload: examine its first `bytes`, then skip the rest. */
export type ChunkReading = {
  readonly look?: { readonly bytes: number; readonly at: (head: Uint8Array) => Refusal | undefined };
  readonly sink?: ByteSink;
  /** Used instead of the stated size. Infinity: to the end of the file. */
  readonly payloadBytes?: number;
};

/** Findings so far of a walk from chunk to chunk. */
export type RiffWalk = {
  form: Form | undefined;
  /** Whether the samples were found. Until then the walk goes on behind the form's end, which may be wrong. */
  hasSamples: boolean;
  /** Offset after the last byte of the current chunk, or of the last one, without its pad byte. */
  chunkEndsAt: number;
  /** The bytes after the form, without a chunk's padding. */
  readonly trailing: TrailingBytes;
  refusal: Refusal | undefined;
};

export type ChunkVisitor = (chunk: Chunk, form: Form) => ChunkReading | Refusal;

/** One walk through one form: what every step of it needs. */
type FormWalk = { readonly walk: RiffWalk; readonly visit: ChunkVisitor; readonly form: Form };

/** The step at the start of a RIFF, RF64 or BW64 file. Fills `walk` and calls `visit` for each chunk. */
export const walkRiff = (walk: RiffWalk, visit: ChunkVisitor): Step => ({
  kind: 'take',
  bytes: FORM_HEADER_BYTES,
  then: (header, position) => {
    const form = readForm(header);
    walk.form = form;
    walk.chunkEndsAt = position;
    return chunkAt({ walk, visit, form }, position);
  },
});

const chunkAt = (formWalk: FormWalk, position: number): Step => {
  const { walk, form } = formWalk;
  if (walk.hasSamples && form.endsAt - position < CHUNK_HEADER_BYTES) return skipTrailing(walk);
  return {
    kind: 'take',
    bytes: CHUNK_HEADER_BYTES,
    then: (header, startsAt) => openChunk(formWalk, header, startsAt),
  };
};

const openChunk = (formWalk: FormWalk, header: Uint8Array, startsAt: number): Step | undefined => {
  const { walk, visit, form } = formWalk;
  const chunk = { id: fourCharsAt(header, 0), sizeBytes: uint32LeAt(header, 4), startsAt };
  const reading = isChunkId(chunk.id) ? visit(chunk, form) : notAChunk(startsAt);
  if (!('reason' in reading)) return readChunk(formWalk, chunk, reading);
  walk.refusal = reading;
  return undefined;
};

const readChunk = (formWalk: FormWalk, chunk: Chunk, { look, sink, payloadBytes }: ChunkReading): Step => {
  const bytes = payloadBytes ?? chunk.sizeBytes;
  formWalk.walk.chunkEndsAt = chunk.startsAt + bytes;
  const rest = (restBytes: number): Step => ({
    kind: 'skip',
    bytes: restBytes,
    sink,
    then: (position) => (bytes % 2 === 1 ? readPadding(formWalk) : chunkAt(formWalk, position)),
  });
  if (look === undefined) return rest(bytes);
  return {
    kind: 'take',
    bytes: look.bytes,
    then: (head) => {
      formWalk.walk.refusal = look.at(head);
      return formWalk.walk.refusal === undefined ? rest(bytes - look.bytes) : undefined;
    },
  };
};

/**
 * Chunks start at even offsets. The pad byte should be 0. Some writers repeat the last sample there, and some write no
 * pad byte: then this byte is the first of the next chunk's id.
 */
const readPadding = (formWalk: FormWalk): Step => ({
  kind: 'take',
  bytes: 1,
  then: ([padding], position) => {
    const { walk, form } = formWalk;
    if (padding === 0) return chunkAt(formWalk, position);
    if (form.endsAt - position < CHUNK_HEADER_BYTES - 1) {
      return skipTrailing(walk, position > form.endsAt ? Uint8Array.of(padding!) : undefined);
    }
    return {
      kind: 'take',
      bytes: CHUNK_HEADER_BYTES - 1,
      then: (others, startsAt) => {
        const header = Uint8Array.of(padding!, ...others);
        return endsWithoutPadding(header)
          ? openChunk(formWalk, header, startsAt)
          : readPaddedHeader(formWalk, Uint8Array.from(others));
      },
    };
  },
});

/** @param start the first seven bytes of a chunk's header. */
const readPaddedHeader = (formWalk: FormWalk, start: Uint8Array): Step => ({
  kind: 'take',
  bytes: CHUNK_HEADER_BYTES - start.length,
  then: (rest, startsAt) => openChunk(formWalk, Uint8Array.of(...start, ...rest), startsAt),
});

const notAChunk = (startsAt: number): Refusal =>
  quarantine('MALFORMED_HEADER', `no chunk starts at byte ${startsAt - CHUNK_HEADER_BYTES}`);

const skipTrailing = ({ trailing }: RiffWalk, first?: Uint8Array): Step => {
  const sink = addTrailing(trailing);
  if (first !== undefined) sink(first, 0, first.length);
  return { kind: 'skip', bytes: Number.POSITIVE_INFINITY, sink, then: () => undefined };
};
