import { PROBLEM_TYPE, problemOf } from '@recordings/service';
import type { FastifyInstance } from 'fastify';
import type { AdmissionEvent } from './admission-event.ts';
import type { FailedKeys } from './failed-keys.ts';

const CODE = 'TOO_MANY_FAILED_KEYS';
const DETAIL = 'too many requests without a valid key came from this address; wait and correct the key';

/**
 * Answers 429 instead of 401 to an address that fails again and again, and logs only the first of them. So it does to one
 * that names unknown keys of tokens, which may be invented. A valid key is accepted from every address: behind a proxy,
 * other clients may have the same one.
 */
export const limitFailedKeys = (
  app: Pick<FastifyInstance, 'addHook'>,
  failedKeys: FailedKeys,
  note: (event: AdmissionEvent) => void,
): void => {
  app.addHook('onSend', (request, reply, payload, done) => {
    if (reply.statusCode !== 401 && !request.isKeyUnknown) return done(null, payload);
    const limited = failedKeys.count(request.ip);
    if (!limited) return done(null, payload);
    if (limited.isFirst) note({ type: 'failed_keys_limited' });
    else reply.isQuiet = true;
    reply.answerCode = CODE;
    const problem = problemOf({ status: 429, code: CODE, detail: DETAIL, requestId: request.id });
    void reply
      .code(429)
      .header('retry-after', String(Math.ceil(limited.waitMs / 1_000)))
      .type(PROBLEM_TYPE);
    done(null, JSON.stringify(problem));
  });
};
