import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { archiveShardOf } from '@recordings/audit-archive';
import type { CallKey } from '@recordings/call-record';

const decompress = promisify(gunzip);

/** Objects that are read at once. */
const PARALLEL = 16;

/** The lines of the archive that name this call. It reads the call's folder of every day. */
export const readArchive = async (s3: S3Client, bucket: string, key: CallKey): Promise<string[]> => {
  const keys: string[] = [];
  for (const day of await listDays(s3, bucket)) {
    keys.push(...(await listKeys(s3, bucket, `${day}${archiveShardOf(key)}/`)));
  }
  const named = JSON.stringify(key.callId);
  const lines: string[] = [];
  for (let at = 0; at < keys.length; at += PARALLEL) {
    const texts = await Promise.all(keys.slice(at, at + PARALLEL).map((one) => readLines(s3, bucket, one)));
    lines.push(...texts.flat().filter((line) => line.includes(named)));
  }
  return lines;
};

/** `calls/{date}/` for each date. */
const listDays = async (s3: S3Client, Bucket: string): Promise<string[]> => {
  const days: string[] = [];
  const pages = paginateListObjectsV2({ client: s3 }, { Bucket, Prefix: 'calls/', Delimiter: '/' });
  for await (const { CommonPrefixes = [] } of pages) {
    days.push(...CommonPrefixes.flatMap(({ Prefix }) => Prefix ?? []));
  }
  return days;
};

const listKeys = async (s3: S3Client, Bucket: string, Prefix: string): Promise<string[]> => {
  const keys: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix })) {
    keys.push(...Contents.flatMap(({ Key }) => Key ?? []));
  }
  return keys;
};

const readLines = async (s3: S3Client, Bucket: string, Key: string): Promise<string[]> => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  if (Body === undefined) throw new Error(`S3 answered without the body of s3://${Bucket}/${Key}`);
  const text = await decompress(await Body.transformToByteArray()).catch((cause: unknown) => {
    throw new Error(`s3://${Bucket}/${Key} is not a gzip file`, { cause });
  });
  return text.toString().split('\n');
};
