import { randomBytes } from 'node:crypto';
import { wavOf } from '@recordings/test-kit';
import { MAX_TAIL_BYTES } from '../src/archive/archive-tail.ts';
import { type Answer, json, status } from './ocp-server.ts';

export const A = wavOf(60_044);
export const B = wavOf(40_044, 2);
export const LINK = '/files/EXP-JOB-9999.zip';

/** More than the end of the archive that is read at first. */
export const LARGE = Buffer.concat([wavOf(1_000), randomBytes(MAX_TAIL_BYTES + 100_000)]);

export type Serving = {
  readonly areRangesServed?: boolean;
  readonly etag?: string;
  readonly link?: string | null;
  /** Ends each transfer of the archive after so many bytes. */
  readonly cutBytes?: number;
};

/** A job whose result is this archive, and nothing else. */
export const serveJob =
  (zip: Buffer | (() => Buffer), serving: Serving = {}): Answer =>
  (response, request) => {
    const { link = LINK } = serving;
    const path = request.path.split('?')[0];
    if (path === '/recordings/export/job-1')
      return json(200, { status: 'COMPLETED', ...(link !== null && { downloadUrl: link }) })(
        response,
        request,
      );
    if (path === LINK) return sendZip(typeof zip === 'function' ? zip() : zip, serving)(response, request);
    status(404)(response, request);
  };

export const sendZip =
  (zip: Buffer, { areRangesServed = true, etag = '"v1"', cutBytes = zip.length }: Serving): Answer =>
  (response, { headers: { range = '' } }) => {
    const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
    const isPart = areRangesServed && range !== '';
    const start = !isPart ? 0 : from === '' ? Math.max(0, zip.length - Number(to)) : Number(from);
    const end = !isPart || from === '' || to === '' ? zip.length : Math.min(Number(to) + 1, zip.length);
    const part = zip.subarray(start, end);
    const isCut = part.length > cutBytes;
    response.writeHead(isPart ? 206 : 200, {
      'content-type': 'application/zip',
      etag,
      ...(!isCut && { 'content-length': part.length }),
      ...(isPart && { 'content-range': `bytes ${start}-${end - 1}/${zip.length}` }),
    });
    // Without a length, the end of the answer is no error of HTTP, and no byte that was sent is lost.
    response.end(part.subarray(0, cutBytes));
  };
