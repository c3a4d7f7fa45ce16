import { z } from 'zod';
import { admissionStatusByCode } from '../admission/admission-status.ts';
import { statusByCode } from '../refusals.ts';
import type { Answer, Bodies, Operation } from './operation.ts';
import type { Schema } from './render-fields.ts';

/** A part of the document: JSON. */
type Json = { readonly [name: string]: unknown };

type Parameter = {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Schema;
};
type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

export type OpenApiOperation = {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: true; readonly description: string; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content: Content }>>;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
};

export type OpenApi = {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: Json;
};

const ProblemAnswer = z
  .object({
    type: z.string().describe('`urn:recordings:problem:` and the code'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What is wrong with this request, for a person'),
    instance: z.string().optional().describe('Names the request in our logs'),
    code: z.string().describe('Stable: programs may compare it'),
    message: z.string().describe('The same text as `detail`'),
  })
  .describe('An error, in the form of RFC 9457');

/** Every operation can answer these. */
const commonProblems: Readonly<Record<number, string>> = {
  401: 'UNAUTHENTICATED: no valid credential',
  403: 'SCOPE_MISSING: the credential lacks the scope',
  429: 'TOO_MANY_FAILED_KEYS: the address sent too many refused keys. Wait as `Retry-After` says',
  503: 'TRY_AGAIN: nothing is lost if you send the request again. Wait as `Retry-After` says',
};

const statuses = { ...statusByCode, ...admissionStatusByCode };

/** The OpenAPI 3.1 document of these operations. */
export const makeOpenApi = (operations: readonly Operation[]): OpenApi => ({
  openapi: '3.1.0',
  info: {
    title: 'Recordings: ingestion API',
    version: '1',
    description:
      'Receives CDR events and recordings of OCP, and answers questions about calls. Every error has a stable `code`.',
  },
  tags: [
    { name: 'questions', description: 'Which calls are missing, why, and what happens next' },
    { name: 'push', description: 'What OCP hands in' },
  ],
  paths: Object.fromEntries(
    [...Map.groupBy(operations, ({ path }) => path)].map(([path, some]) => [
      path,
      Object.fromEntries(some.map((one) => [one.method, operationOf(one)])),
    ]),
  ),
  components: {
    schemas: { Problem: schemaOf(ProblemAnswer, 'output') },
    securitySchemes: {
      apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
      bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
    },
  },
});

const operationOf = (operation: Operation): OpenApiOperation => ({
  operationId: operation.id,
  tags: [operation.tag],
  summary: operation.summary,
  ...(operation.description !== undefined && { description: operation.description }),
  parameters: [
    ...parametersOf('path', operation.inPath),
    ...parametersOf('query', operation.inQuery),
    ...parametersOf('header', operation.inHeader),
  ],
  ...(operation.body && {
    requestBody: {
      required: true,
      description: operation.body.description,
      content: contentOf(operation.body.bodies, 'input'),
    },
  }),
  responses: { ...answersOf(operation.answers), ...problemsOf(operation) },
  // Scopes of an API key or a token. OpenAPI 3.1 allows them here for every scheme.
  security: [{ apiKey: operation.scopes }, { bearer: operation.scopes }],
});

const parametersOf = (place: string, schema: z.ZodObject | undefined): Parameter[] => {
  const { properties = {}, required = [] } = schema ? schemaOf(schema, 'input') : {};
  return Object.entries(properties).map(([name, { description, ...of }]) => ({
    name,
    in: place,
    required: required.includes(name),
    ...(description !== undefined && { description }),
    schema: of,
  }));
};

const answersOf = (answers: Readonly<Record<number, Answer>>): OpenApiOperation['responses'] =>
  Object.fromEntries(
    Object.entries(answers).map(([status, { description, bodies }]) => [
      status,
      { description, content: contentOf(bodies, 'output') },
    ]),
  );

const problemsOf = ({ refusals }: Operation): OpenApiOperation['responses'] => {
  const texts = new Map(Object.entries(commonProblems).map(([status, text]) => [status, [text]]));
  for (const code of [...refusals].sort()) {
    const status = String(statuses[code]);
    texts.set(status, [...(texts.get(status) ?? []), code]);
  }
  const content = {
    'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } as Schema },
  };
  return Object.fromEntries(
    [...texts].map(([status, some]) => [status, { description: some.join(', '), content }]),
  );
};

const contentOf = (bodies: Bodies, io: 'input' | 'output'): Content =>
  Object.fromEntries(
    Object.entries(bodies).map(([type, schema]) => [type, schema ? { schema: schemaOf(schema, io) } : {}]),
  );

/**
 * What we answer may get further fields, so no answer forbids them. A format says more than its pattern, and
 * every integer of JSON is a safe one.
 */
const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Schema => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    reused: 'inline',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (io === 'output' && jsonSchema.additionalProperties === false)
        delete jsonSchema.additionalProperties;
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  return json as Schema;
};
