import type { Server } from 'node:http';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import Fastify from 'fastify';

type Event = { readonly eventType: string; readonly callId: string; readonly timestamp: string };

/** Records each event by one UpdateItem of the SDK, and answers when it is durable. */
export const makeEventsPeer = async (): Promise<Server> => {
  const dynamodb = new DynamoDBClient();
  const app = Fastify();
  app.post<{ Body: Event }>('/v1/events', async ({ body }) => {
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: 'bench',
        Key: { pk: { S: `acme#${body.callId}` }, sk: { S: 'call' } },
        UpdateExpression: 'SET #type = :event, updatedAt = :time ADD revision :one',
        ExpressionAttributeNames: { '#type': body.eventType },
        ExpressionAttributeValues: {
          ':event': { S: JSON.stringify(body) },
          ':time': { S: body.timestamp },
          ':one': { N: '1' },
        },
      }),
    );
    return { recorded: 1 };
  });
  await app.ready();
  return app.server;
};
