import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { S3Client } from '@aws-sdk/client-s3';
import multer from 'multer';
import multerS3 from 'multer-s3';

/** Stores the file of a form in S3, with multer-s3. */
export const makeMulterPeer = (): Server => {
  const s3 = new S3Client({ forcePathStyle: true });
  const storage = multerS3({ s3, bucket: 'bench', key: (_, __, done) => done(undefined, randomUUID()) });
  const receive = multer({ storage }).single('file');
  return createServer((request, response) => {
    receive(request, response, (error) => response.writeHead(error === undefined ? 201 : 500).end());
  });
};
