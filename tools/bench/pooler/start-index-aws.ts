import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { reconciliationIndex } from '@recordings/topology';
import { answerMessages } from '../ingest/sinks/answer-messages.ts';
import { type SinkAnswer, serveSink } from '../ingest/sinks/serve-sink.ts';
import type { makeIndexPages } from './index-pages.ts';

type Query = {
  readonly IndexName?: string;
  readonly ExpressionAttributeValues?: Readonly<Record<string, { readonly S?: string }>>;
  readonly ExclusiveStartKey?: { readonly from: { readonly N: string } };
};

/** AWS that has pending calls in an index and nothing else. It accepts every write. */
export const startIndexAws = (pages: ReturnType<typeof makeIndexPages>) =>
  serveSink((request) => answer(request, pages));

const answer = async (
  request: IncomingMessage,
  pages: ReturnType<typeof makeIndexPages>,
): Promise<SinkAnswer> => {
  const { headers } = request;
  const target = headers['x-amz-target'] as string | undefined;
  const body = await text(request);
  if (!target?.startsWith('DynamoDB')) return answerMessages(target, body, headers.host ?? '');
  const action = target.split('.')[1];
  return {
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify(action === 'Query' ? queried(JSON.parse(body) as Query, pages) : {}),
  };
};

const queried = ({ IndexName, ...query }: Query, pages: ReturnType<typeof makeIndexPages>) => {
  if (IndexName !== reconciliationIndex.name) return { Items: [], Count: 0 };
  const shard = query.ExpressionAttributeValues?.[':shard']?.S ?? '';
  const { items, next } = pages.page(shard, Number(query.ExclusiveStartKey?.from.N ?? 0));
  return {
    Items: items,
    Count: items.length,
    ...(next !== undefined && { LastEvaluatedKey: { from: { N: String(next) } } }),
  };
};
