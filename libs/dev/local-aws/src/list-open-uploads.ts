import type { buildApp } from 'fauxqs';

type App = ReturnType<typeof buildApp>;

/**
 * Gives the embedded S3 ListMultipartUploads, which it answers as a list of objects: an upload that was never closed would
 * stay unseen. Uploads are path-style: `/{bucket}/{key}`.
 */
export const listOpenUploads = (app: App): void => {
  /** Path of the object by upload id. */
  const open = new Map<string, string>();

  app.addHook('onRequest', async (request, reply) => {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    if (request.method !== 'GET' || !searchParams.has('uploads')) return;
    const bucket = `${pathname.replace(/\/$/, '')}/`;
    const uploads = [...open]
      .filter(([, path]) => path.startsWith(bucket))
      .map(
        ([id, path]) => `<Upload><Key>${path.slice(bucket.length)}</Key><UploadId>${id}</UploadId></Upload>`,
      );
    const body = `<ListMultipartUploadsResult>${uploads.join('')}</ListMultipartUploadsResult>`;
    return reply.type('application/xml').send(body);
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    if (reply.statusCode >= 300) return;
    const [, created] = /<UploadId>([^<]+)<\/UploadId>/.exec(String(payload)) ?? [];
    if (request.method === 'POST' && searchParams.has('uploads') && created) open.set(created, pathname);
    const ended = searchParams.get('uploadId');
    if (ended !== null && request.method !== 'PUT' && request.method !== 'GET') open.delete(ended);
  });
};
