import { fourCharsAt, uint32LeAt } from '../byte-order.ts';
import type { ByteSink, Step } from '../step-reader.ts';
import { quarantine, type Refusal } from '../verdict.ts';
import { type Form, formHeaderBytes, readForm } from './form.ts';

export type Chunk = {
  readonly id: string;
  readonly sizeBytes: number;
  /** Offset of its first payload byte. */
  readonly startsAt: number;
};

/** How to read a chunk's payload: look at its first `bytes`, then let the rest go by. */
export type ChunkReading = {
  readonly look?: { readonly bytes: number; readonly at: (head: Uint8Array) => Refusal | undefined };
  readonly sink?: ByteSink;
  /** Instead of the stated size. Infinity: to the end of the file. */
  readonly payloadBytes?: number;
};

/** What a walk from chunk to chunk has found so far. */
export type RiffWalk = {
  form: Form | undefined;
  /** Bytes behind the form, without a chunk's padding. */
  trailingBytes: number;
  refusal: Refusal | undefined;
};

export type ChunkVisitor = (chunk: Chunk, form: Form) => ChunkReading | Refusal;

const CHUNK_HEADER_BYTES = 8;
const PRINTABLE_ID = /^[\x20-\x7e]{4}$/;

/** The step at the start of a RIFF, RF64 or BW64 file. Fills `walk`, asks `visit` about each chunk. */
export const walkRiff = (walk: RiffWalk, visit: ChunkVisitor): Step => {
  const chunkAt = (form: Form, position: number): Step => {
    if (form.endsAt - position < CHUNK_HEADER_BYTES) return trailing(walk);
    return {
      kind: 'take',
      bytes: CHUNK_HEADER_BYTES,
      then: (header, startsAt) => open(form, header, startsAt),
    };
  };

  const open = (form: Form, header: Uint8Array, startsAt: number): Step | undefined => {
    const chunk = { id: fourCharsAt(header, 0), sizeBytes: uint32LeAt(header, 4), startsAt };
    const reading = PRINTABLE_ID.test(chunk.id) ? visit(chunk, form) : notAChunk(startsAt);
    if (!('reason' in reading)) return readChunk(form, chunk, reading);
    walk.refusal = reading;
    return undefined;
  };

  const readChunk = (form: Form, chunk: Chunk, { look, sink, payloadBytes }: ChunkReading): Step => {
    const bytes = payloadBytes ?? chunk.sizeBytes;
    const rest = (restBytes: number): Step => ({
      kind: 'pass',
      bytes: restBytes,
      sink,
      then: (position) => (bytes % 2 === 1 ? padding(form) : chunkAt(form, position)),
    });
    if (look === undefined) return rest(bytes);
    return {
      kind: 'take',
      bytes: look.bytes,
      then: (head) => {
        walk.refusal = look.at(head);
        return walk.refusal === undefined ? rest(bytes - look.bytes) : undefined;
      },
    };
  };

  /** Chunks start at even offsets. Some writers forget: then the byte is the next id's first. */
  const padding = (form: Form): Step => ({
    kind: 'take',
    bytes: 1,
    then: ([byte], position) => {
      if (byte === 0) return chunkAt(form, position);
      if (form.endsAt - position < CHUNK_HEADER_BYTES - 1) return trailing(walk, 1);
      return {
        kind: 'take',
        bytes: CHUNK_HEADER_BYTES - 1,
        then: (others, startsAt) => open(form, Uint8Array.of(byte!, ...others), startsAt),
      };
    },
  });

  return {
    kind: 'take',
    bytes: formHeaderBytes,
    then: (header, position) => {
      walk.form = readForm(header);
      return chunkAt(walk.form, position);
    },
  };
};

const notAChunk = (startsAt: number): Refusal =>
  quarantine('MALFORMED_HEADER', `no chunk starts at byte ${startsAt - CHUNK_HEADER_BYTES}`);

const trailing = (walk: RiffWalk, alreadyBytes = 0): Step => {
  walk.trailingBytes += alreadyBytes;
  return {
    kind: 'pass',
    bytes: Number.POSITIVE_INFINITY,
    sink: (_chunk, start, end) => {
      walk.trailingBytes += end - start;
    },
    then: () => undefined,
  };
};
