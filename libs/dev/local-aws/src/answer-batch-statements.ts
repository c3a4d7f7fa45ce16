import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { translateUpdate } from './translate-update.ts';

const TARGET = 'DynamoDB_20120810';
const MAX_STATEMENTS = 25;

type Statement = { readonly Statement?: string; readonly Parameters?: readonly object[] };
type Batch = { readonly Statements?: readonly Statement[]; readonly ReturnConsumedCapacity?: string };
type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };
type Send = (operation: string, body: object) => Promise<Answer>;

/**
 * Adds BatchExecuteStatement to the embedded DynamoDB, which lacks PartiQL. Each statement becomes an UpdateItem with a
 * condition. As on AWS, each has a result of its own. Only the form of `translateUpdate` is known.
 */
export const answerBatchStatements = (server: Server, endpoint: string): void => {
  const [answerOther] = server.listeners('request') as ((...args: unknown[]) => void)[];
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.headers['x-amz-target'] !== `${TARGET}.BatchExecuteStatement`)
      return answerOther!(request, response);
    void answerBatch(request, sendTo(endpoint, request.headers)).then(
      ({ status, body }) =>
        response
          .writeHead(status, { 'content-type': 'application/x-amz-json-1.0' })
          .end(JSON.stringify(body)),
      (error: unknown) => response.destroy(error as Error),
    );
  });
};

/** The emulator wants a signature, but does not check it: that of the batch will do. */
const sendTo =
  (endpoint: string, { authorization = '', 'x-amz-date': date = '' }: IncomingHttpHeaders): Send =>
  async (operation, body) => {
    const headers = {
      authorization,
      'x-amz-date': String(date),
      'x-amz-target': `${TARGET}.${operation}`,
      'content-type': 'application/x-amz-json-1.0',
    };
    const answer = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: answer.status, body: (await answer.json()) as Answer['body'] };
  };

const answerBatch = async (request: IncomingMessage, send: Send): Promise<Answer> => {
  const { Statements = [], ReturnConsumedCapacity } = JSON.parse(await text(request)) as Batch;
  if (Statements.length === 0 || Statements.length > MAX_STATEMENTS) {
    const message = `${Statements.length} statements: a batch has 1 to ${MAX_STATEMENTS}`;
    return { status: 400, body: { __type: 'com.amazon.coral.validate#ValidationException', message } };
  }
  const describe = makeDescribe(send);
  const results = await Promise.all(
    Statements.map((statement) => execute(statement, ReturnConsumedCapacity, { send, describe })),
  );
  return {
    status: 200,
    body: {
      Responses: results.map(({ response }) => response),
      ...(ReturnConsumedCapacity && { ConsumedCapacity: results.flatMap(({ consumed }) => consumed ?? []) }),
    },
  };
};

type Describe = (table: string) => Promise<Answer>;

/** Each table is looked at once for a batch. */
const makeDescribe = (send: Send): Describe => {
  const known = new Map<string, Promise<Answer>>();
  return (table) => {
    const described = known.get(table) ?? send('DescribeTable', { TableName: table });
    known.set(table, described);
    return described;
  };
};

type Result = { readonly response: object; readonly consumed?: unknown };

const execute = async (
  { Statement = '', Parameters = [] }: Statement,
  ReturnConsumedCapacity: string | undefined,
  { send, describe }: { readonly send: Send; readonly describe: Describe },
): Promise<Result> => {
  const table = /^UPDATE "([\w.-]+)"/.exec(Statement)?.[1];
  if (table === undefined) return failed(table, UNKNOWN_FORM);
  const described = await describe(table);
  if (described.status !== 200) return failed(table, described.body);
  const update = translateUpdate(Statement, Parameters, keyNamesOf(described.body));
  if (!update) return failed(table, UNKNOWN_FORM);
  const { status, body } = await send('UpdateItem', { ...update, ReturnConsumedCapacity });
  if (status !== 200) return failed(table, body);
  const { Attributes, ConsumedCapacity } = body;
  return {
    response: { TableName: table, ...(Attributes !== undefined && { Item: Attributes }) },
    consumed: ConsumedCapacity,
  };
};

const UNKNOWN_FORM = {
  __type: '#ValidationException',
  message:
    'the embedded DynamoDB knows only UPDATE "table" SET "a"=? REMOVE "b" WHERE "key"=? AND "c"=? with a parameter for each ?',
};

const keyNamesOf = ({ Table }: Answer['body']): readonly string[] =>
  (Table as { KeySchema: { AttributeName: string }[] }).KeySchema.map(({ AttributeName }) => AttributeName);

/** Errors inside a batch have the names of exceptions without their end, but for this one. */
const codes: Readonly<Record<string, string>> = { ValidationException: 'ValidationError' };

const failed = (table: string | undefined, { __type, message }: Answer['body']): Result => {
  const type = String(__type).split('#').at(-1)!;
  const Code = codes[type] ?? type.replace(/Exception$/, '');
  return { response: { Error: { Code, Message: message }, TableName: table } };
};
