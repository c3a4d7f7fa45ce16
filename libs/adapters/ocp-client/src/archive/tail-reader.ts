import { Readable } from 'node:stream';
import { RandomAccessReader } from 'yauzl';
import { ArchiveTooLargeError } from './archive-error.ts';
import type { ArchiveTail } from './archive-tail.ts';

/** Gives the zip library the bytes of the end of an archive, by their places in the archive. */
export class TailReader extends RandomAccessReader {
  readonly #tail: ArchiveTail;

  constructor(tail: ArchiveTail) {
    super();
    this.#tail = tail;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    const { bytes, start } = this.#tail;
    const from = position - start;
    const error =
      from < 0
        ? new ArchiveTooLargeError(`OCP archive: its directory is not in its last ${bytes.length} bytes`)
        : null;
    const copied = error ? 0 : bytes.copy(buffer, offset, from, from + length);
    setImmediate(() => callback(error, copied));
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#tail.bytes.subarray(start - this.#tail.start, end - this.#tail.start));
  }
}
