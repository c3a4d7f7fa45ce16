import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import { wavHeader } from '@recordings/test-kit';
import { RECORDING_BYTES } from '../recording-bytes.ts';

/** An OCP that answers every request with a WAV of 100 MB, made while it is sent. */
const PIECE = Buffer.alloc(262_144);
for (let at = 0; at < PIECE.length; at += 2) PIECE.writeInt16LE(Math.round(9_000 * Math.sin(at / 7)), at);

function* makeRecording(): Generator<Buffer> {
  const header = wavHeader(RECORDING_BYTES);
  yield header;
  for (let left = RECORDING_BYTES; left > 0; left -= PIECE.length) yield PIECE.subarray(0, left);
}

const send = (response: ServerResponse): void => {
  const size = wavHeader(RECORDING_BYTES).length + RECORDING_BYTES;
  response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': size });
  pipeline(
    Readable.from(makeRecording(), { objectMode: false, highWaterMark: PIECE.length }),
    response,
    () => undefined,
  );
};

const server = createServer((_, response) => send(response));
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ event: 'listening', url: `http://127.0.0.1:${port}` }));
});
process.once('SIGTERM', () => process.exit(0));
