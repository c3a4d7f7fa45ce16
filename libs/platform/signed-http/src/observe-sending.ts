import type { SendSigned, SignedAnswer, SignedRequest, Signing } from './signed-request.ts';

/** One request that was sent, and how it ended. */
export type SentRequest = {
  /** Its name in signatures: `s3`, `dynamodb`, `sqs`, `sns`. */
  readonly service: string;
  /** As AWS names it: `GetItem`. */
  readonly operation: string;
  readonly durationMs: number;
  /** Absent if there was an answer: a success, or the refusal of a condition. */
  readonly errorType?: string | undefined;
  /** When AWS answered, as the header says. */
  readonly date?: string | undefined;
};

type SignedHttp = (signing: Signing) => SendSigned;

/** Calls `onRequest` after every request. */
export const observeSending =
  (signedHttp: SignedHttp, onRequest: (request: SentRequest) => void): SignedHttp =>
  (signing) => {
    const send = signedHttp(signing);
    const { service } = signing;
    return async (request) => {
      const operation = operationOf(service, request);
      const startedMs = performance.now();
      const report = (errorType?: string, date?: string | string[]): void =>
        onRequest({
          service,
          operation,
          durationMs: performance.now() - startedMs,
          errorType,
          ...(typeof date === 'string' && { date }),
        });
      try {
        const answer = await send(request);
        report(errorTypeOf(answer), answer.headers['date']);
        return answer;
      } catch (error) {
        const { name = 'Unknown', code } = error as { name?: string; code?: unknown };
        report(typeof code === 'string' ? code : name);
        throw error;
      }
    };
  };

/** S3 names it by method and query, DynamoDB and SQS in a header, SNS in the body. */
const operationOf = (service: string, { headers, query, body }: SignedRequest): string => {
  if (service === 's3') return query?.['partNumber'] === undefined ? 'PutObject' : 'UploadPart';
  const [, target] = headers['x-amz-target']?.split('.') ?? [];
  if (target !== undefined) return target;
  return (typeof body === 'string' && /(?:^|&)Action=(\w+)/.exec(body)?.[1]) || 'Unknown';
};

/** 412: S3 refuses the condition. DynamoDB says so in the body. */
const errorTypeOf = ({ status, body }: SignedAnswer): string | undefined => {
  if (status < 400 || status === 412) return undefined;
  if (status === 400 && body.includes('ConditionalCheckFailedException')) return undefined;
  return `HTTP_${status}`;
};
