import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { translateUpdate, type Update } from './translate-update.ts';

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
  if (Statements.length === 0 || Statements.length > MAX_STATEMENTS)
    return refused(`${Statements.length} statements: a batch has 1 to ${MAX_STATEMENTS}`);
  const prepare = makePrepare(send);
  const prepared = await Promise.all(Statements.map(prepare));
  const items = prepared.flatMap(({ update }) =>
    update ? [JSON.stringify([update.TableName, update.Key])] : [],
  );
  if (new Set(items).size < items.length) return refused('Provided list of item keys contains duplicates');
  const results = await Promise.all(prepared.map((one) => execute(one, ReturnConsumedCapacity, send)));
  return {
    status: 200,
    body: {
      Responses: results.map(({ response }) => response),
      ...(ReturnConsumedCapacity && { ConsumedCapacity: results.flatMap(({ consumed }) => consumed ?? []) }),
    },
  };
};

const refused = (message: string): Answer => ({
  status: 400,
  body: { __type: 'com.amazon.coral.validate#ValidationException', message },
});

type Prepared = { readonly table?: string } & (
  | { readonly update: Update; readonly failure?: never }
  | { readonly failure: Answer['body']; readonly update?: never }
);

/** The key of each table is looked up once for a batch. */
const makePrepare = (send: Send) => {
  const described = new Map<string, Promise<Answer>>();
  return async ({ Statement = '', Parameters = [] }: Statement): Promise<Prepared> => {
    const table = /^UPDATE "([\w.-]+)"/.exec(Statement)?.[1];
    if (table === undefined) return { failure: UNKNOWN_FORM };
    const describing = described.get(table) ?? send('DescribeTable', { TableName: table });
    described.set(table, describing);
    const { status, body } = await describing;
    if (status !== 200) return { table, failure: body };
    const update = translateUpdate(Statement, Parameters, keyNamesOf(body));
    return update ? { table, update } : { table, failure: UNKNOWN_FORM };
  };
};

type Result = { readonly response: object; readonly consumed?: unknown };

const execute = async (
  { table, update, failure }: Prepared,
  ReturnConsumedCapacity: string | undefined,
  send: Send,
): Promise<Result> => {
  if (!update) return failed(table, failure);
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
