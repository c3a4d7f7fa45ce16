import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DownloadEffects } from '../script/answer-effects.ts';
import { wrongSum } from './change-row.ts';
import { type SentFile, sendFile, type TransferRules } from './transfer.ts';

/** Sends a file as the steps say. */
export const sendSpoiled = (
  rules: TransferRules,
  request: FastifyRequest,
  reply: FastifyReply,
  sent: SentFile,
  { cut, shorten, bytes, checksum }: DownloadEffects,
): FastifyReply => {
  const { read } = sent;
  const half = Math.floor(sent.sizeBytes / 2);
  const sizeBytes = shorten === undefined ? sent.sizeBytes : shorten === 'half' ? half : shorten;
  const cutBytes = cut === undefined ? rules.cutBytes : cut === 'half' ? half : cut;
  const { header, value } = sent.checksum!;
  return sendFile({ ...rules, cutBytes }, request, reply, {
    ...sent,
    sizeBytes: Math.min(sizeBytes, sent.sizeBytes),
    checksum:
      checksum === 'none' ? undefined : { header, value: checksum === 'wrong' ? wrongSum(value) : value },
    read: bytes === 'wrong' ? (range) => withWrongByte(read(range)) : read,
  });
};

/** The last byte of each part that is read differs. */
const withWrongByte = async function* (parts: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const part of parts) {
    const wrong = Buffer.from(part);
    wrong[wrong.length - 1]! ^= 0xff;
    yield wrong;
  }
};
