import { fourCharsAt, uint32LeAt } from '../byte-order.ts';
import type { ByteSink, Step } from '../step-reader.ts';
import { quarantine, type Refusal } from '../verdict.ts';
import { FORM_HEADER_BYTES, type Form, readForm } from './form.ts';

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
  /** Bytes after the form, without a chunk's padding. */
  trailingBytes: number;
  refusal: Refusal | undefined;
};

export type ChunkVisitor = (chunk: Chunk, form: Form) => ChunkReading | Refusal;

/** One walk through one form: what every step of it needs. */
type FormWalk = { readonly walk: RiffWalk; readonly visit: ChunkVisitor; readonly form: Form };

const CHUNK_HEADER_BYTES = 8;
const PRINTABLE_ID = /^[\x20-\x7e]{4}$/;

/** The step at the start of a RIFF, RF64 or BW64 file. Fills `walk` and calls `visit` for each chunk. */
export const walkRiff = (walk: RiffWalk, visit: ChunkVisitor): Step => ({
  kind: 'take',
  bytes: FORM_HEADER_BYTES,
  then: (header, position) => {
    const form = readForm(header);
    walk.form = form;
    return chunkAt({ walk, visit, form }, position);
  },
});

const chunkAt = (formWalk: FormWalk, position: number): Step => {
  if (formWalk.form.endsAt - position < CHUNK_HEADER_BYTES) return skipTrailing(formWalk.walk);
  return {
    kind: 'take',
    bytes: CHUNK_HEADER_BYTES,
    then: (header, startsAt) => openChunk(formWalk, header, startsAt),
  };
};

const openChunk = (formWalk: FormWalk, header: Uint8Array, startsAt: number): Step | undefined => {
  const { walk, visit, form } = formWalk;
  const chunk = { id: fourCharsAt(header, 0), sizeBytes: uint32LeAt(header, 4), startsAt };
  const reading = PRINTABLE_ID.test(chunk.id) ? visit(chunk, form) : notAChunk(startsAt);
  if (!('reason' in reading)) return readChunk(formWalk, chunk, reading);
  walk.refusal = reading;
  return undefined;
};

const readChunk = (formWalk: FormWalk, chunk: Chunk, { look, sink, payloadBytes }: ChunkReading): Step => {
  const bytes = payloadBytes ?? chunk.sizeBytes;
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

/** Chunks start at even offsets. Some writers omit the pad byte: then this byte is the first of the next chunk's id. */
const readPadding = (formWalk: FormWalk): Step => ({
  kind: 'take',
  bytes: 1,
  then: ([byte], position) => {
    if (byte === 0) return chunkAt(formWalk, position);
    if (formWalk.form.endsAt - position < CHUNK_HEADER_BYTES - 1) return skipTrailing(formWalk.walk, 1);
    return {
      kind: 'take',
      bytes: CHUNK_HEADER_BYTES - 1,
      then: (others, startsAt) => openChunk(formWalk, Uint8Array.of(byte!, ...others), startsAt),
    };
  },
});

const notAChunk = (startsAt: number): Refusal =>
  quarantine('MALFORMED_HEADER', `no chunk starts at byte ${startsAt - CHUNK_HEADER_BYTES}`);

const skipTrailing = (walk: RiffWalk, alreadyBytes = 0): Step => {
  walk.trailingBytes += alreadyBytes;
  return {
    kind: 'skip',
    bytes: Number.POSITIVE_INFINITY,
    sink: (_chunk, start, end) => {
      walk.trailingBytes += end - start;
    },
    then: () => undefined,
  };
};
