import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { wavHeader } from '@recordings/test-kit';

export const MB = 1_048_576;
const PIECE_BYTES = 65_536;

/** A WAV that is made while it is sent, so that the sender holds one piece of it. */
function* makeRecording(sizeMB: number): Generator<Buffer> {
  yield wavHeader(sizeMB * MB);
  const piece = Buffer.alloc(PIECE_BYTES, 7);
  for (let sentBytes = 0; sentBytes < sizeMB * MB; sentBytes += PIECE_BYTES) yield piece;
}

/** Sends one recording as fast as it is accepted. @throws if it is not stored. */
export const sendRecording = async (
  url: string,
  headers: Readonly<Record<string, string>>,
  sizeMB: number,
): Promise<void> => {
  const sending = request(url, { method: 'PUT', headers: { ...headers, 'content-type': 'audio/wav' } });
  const answered = once(sending, 'response') as Promise<[IncomingMessage]>;
  await Promise.all([answered, pipeline(Readable.from(makeRecording(sizeMB)), sending)]);
  const [response] = await answered;
  response.resume();
  if (response.statusCode !== 201) throw new Error(`${url} answered ${response.statusCode}, expected 201`);
};
