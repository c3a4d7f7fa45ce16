import { z } from 'zod';

/** The client sets these itself, or they carry the credential. */
const OURS: ReadonlySet<string> = new Set([
  'accept-encoding',
  'authorization',
  'connection',
  'content-length',
  'cookie',
  'host',
  'if-range',
  'range',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const HeaderName = z
  .string()
  .toLowerCase()
  .regex(/^[!#$%&'*+.^_`|~0-9a-z-]+$/, 'must be the name of a header')
  .refine((name) => !OURS.has(name), 'is set by the client');

/** Headers of every request to OCP's own host, beside the credential. `{group}` in a value is the name of the group. */
export const RequestHeaders = z
  .record(HeaderName, z.string().regex(/^[\x20-\x7e]+$/, 'must be printable ASCII'))
  .default({});
