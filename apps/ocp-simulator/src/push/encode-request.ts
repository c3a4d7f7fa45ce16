import { deflateSync, gzipSync } from 'node:zlib';
import type { EventsEffects } from '../script/push-effects.ts';
import type { EventRequest } from './event-requests.ts';

/** A request whose body is bytes of another form than UTF-8. */
export type EncodedRequest = Pick<EventRequest, 'eventCount'> & {
  readonly contentType: string;
  readonly contentEncoding?: string;
  readonly body: string | Buffer;
};

export const encodeRequest = (request: EventRequest, encoding: EventsEffects['encoding']): EncodedRequest => {
  const { body, contentType } = request;
  switch (encoding) {
    case undefined:
      return request;
    case 'gzip':
      return { ...request, body: gzipSync(body), contentEncoding: encoding };
    case 'deflate':
      return { ...request, body: deflateSync(body), contentEncoding: encoding };
    case 'utf-16':
      // With a byte order mark.
      return {
        ...request,
        body: Buffer.from(`\ufeff${body}`, 'utf16le'),
        contentType: `${contentType}; charset=utf-16`,
      };
    case 'iso-8859-1':
      return {
        ...request,
        body: Buffer.from(body, 'latin1'),
        contentType: `${contentType}; charset=iso-8859-1`,
      };
    default:
      return encoding satisfies never;
  }
};
