import { hash } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  type GetItemCommandOutput,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { getEndpointFromInstructions } from '@smithy/core/endpoints';
import { conditionOf, type ItemClient } from './item-client.ts';
import { decodeItem } from './item-json.ts';

/** Sends a signed request once, without the SDK. `@recordings/signed-http` makes one for the settings of a client. */
export type SignedHttp = (
  signing: Pick<DynamoDBClient['config'], 'region' | 'credentials'> & { readonly service: string },
) => (request: {
  readonly method: 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}) => Promise<{ readonly status: number; readonly body: string }>;

type Operation = 'GetItem' | 'PutItem';

/**
 * Reads and writes items by one signed request each, at a fraction of the SDK's CPU time. The SDK repeats every request
 * that did not get a plain answer, and its result counts: an outage, throttling, wrong credentials, a binary value.
 */
export const makeSignedItemClient = (
  dynamodb: DynamoDBClient,
  signedHttp: SignedHttp,
  sdk: ItemClient,
): ItemClient => {
  const { region, credentials } = dynamodb.config;
  const send = signedHttp({ service: 'dynamodb', region, credentials });
  let url: URL | undefined;

  const request = async (operation: Operation, table: string, body: string) => {
    try {
      const input = { TableName: table } as never;
      url ??= (await getEndpointFromInstructions(input, commands[operation], dynamodb.config)).url;
      return await send({ method: 'POST', url, headers: headersOf(operation, body), body });
    } catch {
      return undefined; // The SDK repeats the request and reports what is wrong.
    }
  };

  return {
    get: async (table, key) => {
      const body = JSON.stringify({ TableName: table, Key: marshall(key), ConsistentRead: true });
      const answer = await request('GetItem', table, body);
      if (answer?.status !== 200) return sdk.get(table, key);
      const { Item } = JSON.parse(answer.body) as GetItemCommandOutput;
      return Item && (decodeItem(Item) ?? sdk.get(table, key));
    },
    put: async (write) => {
      const { table, json, expectedRevision } = write;
      if (json === undefined) return sdk.put(write);
      const others = JSON.stringify({ TableName: table, ...conditionOf(expectedRevision) });
      const answer = await request('PutItem', table, `{"Item":${json},${others.slice(1)}`);
      if (answer?.status === 200) return;
      if (answer?.status === 400 && answer.body.includes(CONDITION_FAILED)) {
        const message = 'The conditional request failed';
        throw new ConditionalCheckFailedException({ message, $metadata: { attempts: 1 } });
      }
      await sdk.put(write);
    },
    remove: sdk.remove,
  };
};

const CONDITION_FAILED = '#ConditionalCheckFailedException"';

const commands = { GetItem: GetItemCommand, PutItem: PutItemCommand } as const;

const headersOf = (operation: Operation, body: string): Record<string, string> => ({
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': `DynamoDB_20120810.${operation}`,
  'x-amz-content-sha256': hash('sha256', body),
});
