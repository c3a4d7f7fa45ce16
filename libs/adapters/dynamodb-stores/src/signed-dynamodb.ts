import { hash } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  type GetItemCommandInput,
  type GetItemCommandOutput,
  PutItemCommand,
  type PutItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { getEndpointFromInstructions } from '@smithy/core/endpoints';
import type { ItemClient } from './item-client.ts';

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

/** Binary values are Base64 in JSON. Only the SDK reads and writes them. An attribute of that name does no harm. */
const hasBinary = (json: string): boolean => json.includes('"B":') || json.includes('"BS":');

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

  const request = async (operation: Operation, input: GetItemCommandInput | PutItemCommandInput) => {
    const body = JSON.stringify(input);
    if (hasBinary(body)) return undefined;
    try {
      url ??= (await getEndpointFromInstructions(input, commands[operation], dynamodb.config)).url;
      return await send({ method: 'POST', url, headers: headersOf(operation, body), body });
    } catch {
      return undefined; // The SDK repeats the request and reports what is wrong.
    }
  };

  return {
    get: async (input) => {
      const answer = await request('GetItem', input);
      if (answer?.status !== 200 || hasBinary(answer.body)) return sdk.get(input);
      return JSON.parse(answer.body) as GetItemCommandOutput;
    },
    put: async (input) => {
      const answer = await request('PutItem', input);
      if (answer?.status === 200) return;
      if (answer?.status === 400 && answer.body.includes(CONDITION_FAILED)) {
        const message = 'The conditional request failed';
        throw new ConditionalCheckFailedException({ message, $metadata: { attempts: 1 } });
      }
      await sdk.put(input);
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
