import { crc32, deflateRawSync } from 'node:zlib';

/** One entry, and what it says wrongly on purpose. */
export type ZipEntry = {
  readonly name: string | Buffer;
  readonly bytes: Buffer;
  /** Deflated by default. */
  readonly method?: number;
  readonly flags?: number;
  readonly crc?: number;
  readonly sizeBytes?: number;
  readonly storedBytes?: number;
  /** The place that the directory gives. */
  readonly start?: number;
  /** The name before the data. */
  readonly localName?: string;
  /** Sizes follow the data, as writers of streams have them. */
  readonly isStreamed?: boolean;
  /** Sizes and place are in the extra field of 64 bits. */
  readonly isZip64?: boolean;
};

const MAX_32 = 0xffffffff;
const DEFLATED = 8;

/** Writes a zip archive. `count` is the number of entries that it says it has. */
export const makeZip = (
  entries: readonly ZipEntry[],
  { count = entries.length, comment = '' } = {},
): Buffer => {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const local = localPart(entry);
    directory.push(directoryPart(entry, at));
    parts.push(local);
    at += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count & 0xffff, 8);
  end.writeUInt16LE(count & 0xffff, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, listed, end, Buffer.from(comment)]);
};

const dataOf = ({ bytes, method = DEFLATED }: ZipEntry): Buffer =>
  method === DEFLATED ? deflateRawSync(bytes) : bytes;

const localPart = (entry: ZipEntry): Buffer => {
  const { name, localName = name, isStreamed = false, bytes, flags = 0, method = DEFLATED } = entry;
  const rawName = Buffer.from(localName);
  const data = dataOf(entry);
  const extra = Buffer.from([0x55, 0x54, 0x01, 0x00, 0x00]);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(flags | (isStreamed ? 8 : 0), 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(isStreamed ? 0 : crc32(bytes), 14);
  header.writeUInt32LE(isStreamed ? 0 : data.length, 18);
  header.writeUInt32LE(isStreamed ? 0 : bytes.length, 22);
  header.writeUInt16LE(rawName.length, 26);
  header.writeUInt16LE(extra.length, 28);
  const descriptor = Buffer.alloc(isStreamed ? 16 : 0);
  if (isStreamed) {
    descriptor.writeUInt32LE(0x08074b50, 0);
    descriptor.writeUInt32LE(crc32(bytes), 4);
    descriptor.writeUInt32LE(data.length, 8);
    descriptor.writeUInt32LE(bytes.length, 12);
  }
  return Buffer.concat([header, rawName, extra, data, descriptor]);
};

const directoryPart = (entry: ZipEntry, at: number): Buffer => {
  const { name, bytes, flags = 0, method = DEFLATED, isStreamed = false, isZip64 = false } = entry;
  const {
    crc = crc32(bytes),
    sizeBytes = bytes.length,
    storedBytes = dataOf(entry).length,
    start = at,
  } = entry;
  const rawName = Buffer.from(name);
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(flags | (isStreamed ? 8 : 0), 8);
  header.writeUInt16LE(method, 10);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(isZip64 ? MAX_32 : storedBytes, 20);
  header.writeUInt32LE(isZip64 ? MAX_32 : sizeBytes, 24);
  header.writeUInt16LE(rawName.length, 28);
  header.writeUInt32LE(isZip64 ? MAX_32 : start, 42);
  const extra = Buffer.alloc(isZip64 ? 28 : 0);
  if (isZip64) {
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(24, 2);
    extra.writeBigUInt64LE(BigInt(sizeBytes), 4);
    extra.writeBigUInt64LE(BigInt(storedBytes), 12);
    extra.writeBigUInt64LE(BigInt(start), 20);
  }
  header.writeUInt16LE(extra.length, 30);
  return Buffer.concat([header, rawName, extra]);
};
