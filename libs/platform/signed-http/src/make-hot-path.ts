import { makeSignedHttp } from './make-signed-http.ts';

/**
 * A request without an answer is repeated by the SDK, whose limits then count. So the first try is short. S3 answers
 * after it has stored the bytes.
 */
const LIMITS = {
  dynamodb: { connectionTimeoutMs: 2_000, silenceTimeoutMs: 2_500, maxConnections: 50 },
  messages: { connectionTimeoutMs: 2_000, silenceTimeoutMs: 2_500, maxConnections: 20 },
  s3: { connectionTimeoutMs: 3_000, silenceTimeoutMs: 20_000, maxConnections: 50 },
} as const;

/** What sends the requests of the hot path. Undefined: the SDK does. */
export const makeHotPath = ({ HOT_PATH_CLIENT }: { readonly HOT_PATH_CLIENT: 'signed' | 'sdk' }) =>
  HOT_PATH_CLIENT === 'sdk'
    ? undefined
    : {
        dynamodb: makeSignedHttp(LIMITS.dynamodb),
        s3: makeSignedHttp(LIMITS.s3),
        messages: makeSignedHttp(LIMITS.messages),
      };
