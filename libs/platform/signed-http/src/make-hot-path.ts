import { makeSignedHttp, type SignedHttpLimits } from './make-signed-http.ts';
import { observeSending, type SentRequest } from './observe-sending.ts';

/**
 * A request without an answer is repeated by the SDK, whose limits then count. So the first try is short. S3 answers
 * after it has stored the bytes.
 */
const LIMITS = {
  dynamodb: { connectionTimeoutMs: 2_000, silenceTimeoutMs: 2_500, maxConnections: 50 },
  messages: { connectionTimeoutMs: 2_000, silenceTimeoutMs: 2_500, maxConnections: 20 },
  s3: { connectionTimeoutMs: 3_000, silenceTimeoutMs: 20_000, maxConnections: 50 },
} as const;

/**
 * What sends the requests of the hot path. Undefined: the SDK does.
 *
 * @param deps `onRequest` is called after each request. It must not throw. `now` is the time of the signatures, in
 *   milliseconds since 1970: AWS refuses one that is 5 minutes off (S3: 15).
 */
export const makeHotPath = (
  { HOT_PATH_CLIENT }: { readonly HOT_PATH_CLIENT: 'signed' | 'sdk' },
  { onRequest, now }: { readonly onRequest: (request: SentRequest) => void; readonly now: () => number },
) => {
  if (HOT_PATH_CLIENT === 'sdk') return undefined;
  const make = (limits: SignedHttpLimits) => observeSending(makeSignedHttp(limits, now), onRequest);
  return {
    dynamodb: make(LIMITS.dynamodb),
    s3: make(LIMITS.s3),
    messages: make(LIMITS.messages),
  };
};
