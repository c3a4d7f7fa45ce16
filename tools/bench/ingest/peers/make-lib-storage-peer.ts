import { createHash, randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { type Readable, Transform } from 'node:stream';
import { crc32 } from 'node:zlib';
import { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import multipart from '@fastify/multipart';
import Fastify from 'fastify';

/** Stores the file of a form in S3, with @fastify/multipart and @aws-sdk/lib-storage. @param isHashing with SHA-256 and CRC. */
export const makeLibStoragePeer = async (isHashing: boolean): Promise<Server> => {
  const s3 = new S3Client({ forcePathStyle: true });
  const app = Fastify();
  await app.register(multipart, { limits: { fileSize: 1_073_741_824 } });
  app.post('/v1/recordings', async (request, reply) => {
    const file = (await request.file())!.file;
    const hashing = isHashing ? makeHashing() : undefined;
    const body: Readable = hashing ? file.pipe(hashing.transform) : file;
    await new Upload({ client: s3, params: { Bucket: 'bench', Key: randomUUID(), Body: body } }).done();
    return reply.code(201).send(hashing?.read() ?? {});
  });
  await app.ready();
  return app.server;
};

const makeHashing = () => {
  const hash = createHash('sha256');
  let crc = 0;
  const transform = new Transform({
    transform: (chunk: Buffer, _, done) => {
      hash.update(chunk);
      crc = crc32(chunk, crc);
      done(null, chunk);
    },
  });
  return { transform, read: () => ({ sha256: hash.digest('hex'), crc32: crc }) };
};
