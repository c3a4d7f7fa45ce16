import { pipeline } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { isZlibError } from '../body/decode-gzip.ts';
import { type ArchiveEntry, LOCAL_HEADER_BYTES } from './archive-entry.ts';
import { archiveError } from './archive-error.ts';
import { type ByteCursor, makeByteCursor } from './byte-cursor.ts';

/**
 * The bytes of a recording in an archive.
 *
 * @param source the bytes of the archive from the start of the entry on.
 * @param close ends `source`, also while it waits for bytes.
 * @throws {OcpContractError} before the end of the bytes, if they are not those that the directory describes.
 */
export const readEntry = async function* (
  source: AsyncIterable<Uint8Array>,
  entry: ArchiveEntry,
  close: () => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const chunks = source[Symbol.asyncIterator]();
  try {
    const cursor = makeByteCursor(chunks);
    await skipHeader(cursor, entry);
    const stored = cursor.pass(entry.storedBytes);
    yield* verify(entry.isDeflated ? inflate(stored) : stored, entry);
    await drain(chunks);
  } finally {
    close();
    await chunks.return?.();
  }
};

/** Reads the few bytes that follow an entry, so that the connection can be used again. They are not needed. */
const drain = async (chunks: AsyncIterator<Uint8Array>): Promise<void> => {
  try {
    for (;;) if ((await chunks.next()).done === true) return;
  } catch {
    // The recording is complete and verified.
  }
};

/** The signature of an entry before its data. */
const SIGNATURE = 0x04034b50;

const skipHeader = async (cursor: ByteCursor, { rawPath }: ArchiveEntry): Promise<void> => {
  const header = await cursor.take(LOCAL_HEADER_BYTES);
  const isEntry = header.readUInt32LE(0) === SIGNATURE && header.readUInt16LE(26) === rawPath.length;
  if (!isEntry || !rawPath.equals(await cursor.take(rawPath.length)))
    throw archiveError('an entry is not where the directory says');
  await cursor.take(header.readUInt16LE(28));
};

const inflate = async function* (stored: AsyncIterable<Uint8Array>) {
  // An error of the source ends the reading below too.
  const inflated = pipeline(stored, createInflateRaw(), () => undefined);
  try {
    for await (const chunk of inflated as AsyncIterable<Uint8Array>) yield chunk;
  } catch (error) {
    throw isZlibError(error) ? archiveError('an entry cannot be inflated', { cause: error }) : error;
  }
};

const verify = async function* (bytes: AsyncIterable<Uint8Array>, entry: ArchiveEntry) {
  let sizeBytes = 0;
  let checksum = 0;
  for await (const chunk of bytes) {
    sizeBytes += chunk.length;
    checksum = crc32(chunk, checksum);
    if (sizeBytes > entry.sizeBytes) throw archiveError(`an entry has more than ${entry.sizeBytes} bytes`);
    yield chunk;
  }
  if (sizeBytes < entry.sizeBytes)
    throw archiveError(`an entry has ${sizeBytes} of ${entry.sizeBytes} bytes`);
  if (checksum !== entry.crc32) throw archiveError('the checksum of an entry is wrong');
};
