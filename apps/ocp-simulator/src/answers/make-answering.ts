import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  brotliCompressSync,
  createBrotliCompress,
  createDeflate,
  createGzip,
  deflateSync,
  gzipSync,
} from 'node:zlib';
import type { FastifyReply, FastifyRequest, onSendAsyncHookHandler } from 'fastify';
import { z } from 'zod';
import type { AnswerEffects } from '../script/answer-effects.ts';
import type { AnswerForm } from './answer-form.ts';
import { editAnswer } from './edit-answer.ts';

export type Answering = {
  /** Remembers what happens to the answer of a request. What was remembered before counts first. */
  remember(request: FastifyRequest, effects: AnswerEffects): void;
  effectsOf(request: FastifyRequest): AnswerEffects;
  /** Waits, and may answer instead of the route. @returns whether it did. */
  replace(effects: AnswerEffects, request: FastifyRequest, reply: FastifyReply): Promise<boolean>;
  /** Changes what the route answers. */
  readonly hook: onSendAsyncHookHandler;
};

type AnsweringDeps = {
  readonly form: AnswerForm;
  readonly now: () => number;
  /** Ends the waits. */
  readonly signal: AbortSignal;
};

const MINUTE_MS = 60_000;
const NOTHING: AnswerEffects = {};

export const makeAnswering = ({ form, now, signal }: AnsweringDeps): Answering => {
  const remembered = new WeakMap<FastifyRequest, AnswerEffects>();
  const effectsOf = (request: FastifyRequest): AnswerEffects => remembered.get(request) ?? NOTHING;
  return {
    remember: (request, effects) => void remembered.set(request, { ...effects, ...effectsOf(request) }),
    effectsOf,
    replace: async ({ delayMs, drop, answer, takesEffect }, request, reply) => {
      if (delayMs !== undefined) await sleep(delayMs, undefined, { signal }).catch(() => undefined);
      if (takesEffect || !(drop || answer)) return false;
      if (drop) {
        void reply.hijack();
        closeConnection(request);
      } else void reply.send(writeAnswer(reply, answer!));
      return true;
    },
    hook: async (request, reply, payload) => {
      const effects = effectsOf(request);
      if (effects.clockMinutes !== undefined)
        void reply.header('date', new Date(now() + effects.clockMinutes * MINUTE_MS).toUTCString());
      if (effects.takesEffect && effects.drop) closeConnection(request);
      const changed =
        effects.takesEffect && effects.answer
          ? writeAnswer(reply, effects.answer)
          : edited(request, reply, payload, effects, form);
      return effects.encoding ? encode(reply, changed, effects.encoding) : changed;
    },
  };
};

const closeConnection = ({ raw }: FastifyRequest): void => void raw.socket.destroy();

/** @returns the body. */
const writeAnswer = (
  reply: FastifyReply,
  { status, body = '', type, headers = {}, retryAfterSeconds }: NonNullable<AnswerEffects['answer']>,
): string => {
  const isText = typeof body === 'string';
  void reply.code(status).type(type ?? (isText ? 'text/plain' : 'application/json'));
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', retryAfterSeconds);
  void reply.headers(headers);
  return isText ? body : JSON.stringify(body);
};

const Query = z.looseObject({ page: z.coerce.number().default(1) });

const edited = (
  { query }: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  effects: AnswerEffects,
  form: AnswerForm,
): unknown => {
  const isJson = String(reply.getHeader('content-type')).startsWith('application/json');
  if (typeof payload !== 'string' || !isJson || effects.answer || reply.statusCode >= 400) return payload;
  return Object.keys(effects).length === 0
    ? payload
    : editAnswer(payload, effects, form, Query.safeParse(query).data?.page ?? 1);
};

type Encoding = NonNullable<AnswerEffects['encoding']>;
const inOne = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync } as const;
const asStream = { gzip: createGzip, deflate: createDeflate, br: createBrotliCompress } as const;

const encode = (reply: FastifyReply, payload: unknown, encoding: Encoding): unknown => {
  void reply.header('content-encoding', encoding).removeHeader('content-length');
  return payload instanceof Readable
    ? payload.pipe(asStream[encoding]())
    : inOne[encoding](payload as string | Buffer);
};
