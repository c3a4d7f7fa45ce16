import {
  type DynamoDBClient,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, type SendMessageCommandInput, type SQSClient } from '@aws-sdk/client-sqs';
import { makeStateError } from '../asl/state-error.ts';

const SEND_MESSAGE = 'arn:aws:states:::sqs:sendMessage';
const SEND_MESSAGE_AND_WAIT = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';
const UPDATE_ITEM = 'arn:aws:states:::dynamodb:updateItem';

export const RESOURCES: readonly string[] = [SEND_MESSAGE, SEND_MESSAGE_AND_WAIT, UPDATE_ITEM];

/** Does the state end only when its token is answered? */
export const waitsForToken = (resource: string): boolean => resource === SEND_MESSAGE_AND_WAIT;

export type ResourceClients = { readonly sqs: SQSClient; readonly dynamodb: DynamoDBClient };

/** Calls the resource of a task. Its errors have the names that Step Functions gives to those of the service. */
export type CallResource = (resource: string, parameters: unknown) => Promise<unknown>;

export const makeCallResource =
  ({ sqs, dynamodb }: ResourceClients): CallResource =>
  async (resource, parameters) =>
    resource === UPDATE_ITEM
      ? updateItem(dynamodb, parameters as UpdateItemCommandInput)
      : sendMessage(sqs, parameters as Message);

type Message = Omit<SendMessageCommandInput, 'MessageBody'> & { readonly MessageBody: unknown };

const sendMessage = async (sqs: SQSClient, { MessageBody, ...others }: Message): Promise<unknown> => {
  const body = typeof MessageBody === 'string' ? MessageBody : JSON.stringify(MessageBody);
  const { $metadata, ...result } = await sqs
    .send(new SendMessageCommand({ ...others, MessageBody: body }))
    .catch(throwAs('SQS'));
  return result;
};

const updateItem = async (dynamodb: DynamoDBClient, parameters: UpdateItemCommandInput): Promise<unknown> => {
  const { $metadata, ...result } = await dynamodb
    .send(new UpdateItemCommand(parameters))
    .catch(throwAs('DynamoDB'));
  return result;
};

const throwAs =
  (service: string) =>
  ({ name, message }: Error): never => {
    throw makeStateError(`${service}.${name.replace(/(Exception)?$/, 'Exception')}`, message);
  };
