/** The part of `multer` and `multer-s3` that the peer uses. Their published types need those of Express. */
declare module 'multer' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  type Middleware = (
    request: IncomingMessage,
    response: ServerResponse,
    next: (error?: unknown) => void,
  ) => void;
  const multer: (options: { readonly storage: object }) => { single(field: string): Middleware };
  export default multer;
}

declare module 'multer-s3' {
  import type { S3Client } from '@aws-sdk/client-s3';

  const multerS3: (options: {
    readonly s3: S3Client;
    readonly bucket: string;
    readonly key: (request: object, file: object, done: (error: unknown, key: string) => void) => void;
  }) => object;
  export default multerS3;
}
