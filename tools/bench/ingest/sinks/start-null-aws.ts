import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerMessages } from './answer-messages.ts';
import { makeDynamoDbSink } from './dynamodb-sink.ts';
import { makeS3Sink } from './s3-sink.ts';
import { type SinkAnswer, serveSink } from './serve-sink.ts';

export type NullAws = {
  readonly environment: Readonly<Record<string, string>>;
  /** Forgets what it knows of objects and items, so that its memory and time do not grow. */
  clear(): void;
  /** S3 answers so many milliseconds late. */
  delayS3(ms: number): void;
  stop(): Promise<void>;
};

/**
 * S3, DynamoDB, SQS and SNS in one HTTP server that gives valid answers and keeps no bytes. It remembers the size and the
 * checksum of an object, and the items that were put, because clients compare them.
 */
export const startNullAws = async (): Promise<NullAws> => {
  const sinks: Sinks = { s3: makeS3Sink(), dynamodb: makeDynamoDbSink(), s3DelayMs: 0 };
  const { environment, stop } = await serveSink((request) => answer(sinks, request));
  return {
    environment: { ...environment, S3_FORCE_PATH_STYLE: 'true' },
    clear: () => {
      sinks.s3.clear();
      sinks.dynamodb.clear();
    },
    delayS3: (ms) => {
      sinks.s3DelayMs = ms;
    },
    stop,
  };
};

type Sinks = {
  readonly s3: ReturnType<typeof makeS3Sink>;
  readonly dynamodb: ReturnType<typeof makeDynamoDbSink>;
  s3DelayMs: number;
};

const answer = async ({ s3, dynamodb, s3DelayMs }: Sinks, request: IncomingMessage): Promise<SinkAnswer> => {
  const target = request.headers['x-amz-target'] as string | undefined;
  if (target?.startsWith('DynamoDB')) return dynamodb.answer(target.split('.')[1]!, await text(request));
  const isQuery = request.headers['content-type'] === 'application/x-www-form-urlencoded';
  if (target !== undefined || isQuery) {
    return answerMessages(target, await text(request), request.headers.host ?? '');
  }
  const answered = await s3.answer(request);
  if (s3DelayMs > 0) await sleep(s3DelayMs);
  return answered;
};
